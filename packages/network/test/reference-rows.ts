// How do we bring our answers and those of the reference program into one form?
import {
  type AddressSet,
  ALL_PORTS,
  ALL_V4,
  type Connection,
  intersection,
  type PortSet,
  portText,
  type Reachability,
  rangesOf,
  readCidr,
  sameSet,
  union,
  type Workload,
} from '../src/reachability/index.ts';

/** A line of the reference program's output. */
export interface ReferenceRow {
  readonly src: string;
  readonly dst: string;
  readonly conn: string;
}

/** Name of a workload as the reference program writes it: pods go by the controller that owns them. */
export type NameOf = (workload: Workload) => string;

const isRange = (name: string): boolean => /^[0-9.]+-[0-9.]+$/.test(name.split(',', 1)[0] ?? '');

function parseRange(name: string): AddressSet {
  const bound = (text: string): bigint => {
    const reading = readCidr(`${text}/32`);
    if (!reading.ok || reading.set[0] === undefined) throw new Error(`no address: ${text}`);
    return reading.set[0];
  };
  return name
    .split(',')
    .map((part): AddressSet => {
      const [first = '', last = ''] = part.trim().split('-');
      return [bound(first), bound(last) + 1n];
    })
    .reduce(union);
}

/** Rows as `source > target: ports`, ranges of addresses with the same ports put together: both programs cut them in their own way. */
export function canonical(rows: readonly ReferenceRow[]): readonly string[] {
  const lines = new Set<string>();
  const ranges = new Map<string, AddressSet>();
  for (const { src, dst, conn } of rows) {
    if (isRange(src)) ranges.set(`* > ${dst}: ${conn}`, union(ranges.get(`* > ${dst}: ${conn}`) ?? [], parseRange(src)));
    else if (isRange(dst)) ranges.set(`${src} > *: ${conn}`, union(ranges.get(`${src} > *: ${conn}`) ?? [], parseRange(dst)));
    else lines.add(`${src} > ${dst}: ${conn}`);
  }
  for (const [line, set] of ranges)
    lines.add(
      line.replace(
        '*',
        rangesOf(set)
          .map(([start, end]) => `${start}-${end}`)
          .join(' '),
      ),
    );
  return [...lines].toSorted();
}

/** Ports as the reference program writes them. */
export function referencePorts(ports: PortSet): string {
  return sameSet(ports, ALL_PORTS) ? 'All Connections' : portText(ports).replaceAll(', ', ',');
}

const v4Text = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');

function namesOf(node: Connection['source'], nameOf: NameOf): readonly string[] {
  if (node.kind === 'pods') return [...new Set(node.workloads.map(nameOf))];
  return rangesOf(intersection(node.addresses, ALL_V4)).map(([start, end]) => `${v4Text(start)}-${v4Text(end - 1n)}`);
}

/** Our answer as rows of the reference program: IPv4 only, and no workload with itself. */
export function ourRows(engine: Reachability, nameOf: NameOf): readonly ReferenceRow[] {
  const rows: ReferenceRow[] = [];
  for (const { source, target, ports } of engine.connections()) {
    const conn = referencePorts(ports);
    const targets = namesOf(target, nameOf);
    for (const src of namesOf(source, nameOf)) for (const dst of targets) if (src !== dst) rows.push({ src, dst, conn });
  }
  return rows;
}
