// How is an address plan printed as a table?
import type { ClusterRows, PlanRow } from './plan-rows.ts';

const HEAD = ['RANGE', 'ROLE', 'ADDRESSES', 'COUNT', 'USE'];

const cellsOf = (row: PlanRow): readonly string[] => [
  `${row.wrong ? '✗ ' : ''}${row.depth === 1 ? '  ' : ''}${row.name}`,
  row.name === row.kind ? '' : row.role,
  row.range,
  row.addresses,
  row.use,
];

const COUNT = 3;

/** Columns as wide as their widest text, counts to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const cell = (text: string, at: number): string => (at === COUNT ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0));
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}

/** One table for each cluster, under its name and file. Ends with a line break. */
export const planText = (clusters: readonly ClusterRows[]): string =>
  clusters
    .map(({ cluster, file, routable, rows }) =>
      [
        `${cluster}  ${routable ? 'routable' : 'not routable'}  ${file}`,
        ...aligned([HEAD, ...rows.map(cellsOf)]).map((line) => `  ${line}`),
        '',
      ].join('\n'),
    )
    .join('\n');
