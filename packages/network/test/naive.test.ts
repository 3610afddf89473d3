// Does the engine say of every pair of pods, address and port what the API text says?
import { type ManifestObject, parseManifests } from '@fairway/manifests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  intersection,
  isProtocol,
  type Node,
  portRange,
  type Reachability,
  reachability,
  readCidr,
  readCluster,
} from '../src/reachability/index.ts';
import { clusterObjects } from './arbitrary-cluster.ts';
import { type End, naivelyAllowed } from './naive-evaluator.ts';

const PORTS = [1, 51, 52, 53, 79, 80, 81, 100, 101, 8080, 65_535];
const ADDRESSES = ['0.0.0.0', '9.255.255.255', '10.0.0.0', '10.1.0.1', '10.1.200.1', '10.2.3.4', '10.3.0.0', '192.168.0.3', '192.168.0.4'];

interface Named {
  readonly end: End;
  readonly node: Node | undefined;
  readonly name: string;
}

function addressEnds(engine: Reachability): readonly Named[] {
  return ADDRESSES.map((name) => {
    const reading = readCidr(`${name}/32`);
    const set = reading.ok ? reading.set : [];
    const node = engine.nodes.find((candidate) => candidate.kind === 'addresses' && intersection(candidate.addresses, set).length > 0);
    return { name, node, end: { address: name.split('.').reduce((value, part) => value * 256 + Number(part), 0) } };
  });
}

function podEnds(engine: Reachability, objects: readonly ManifestObject[]): readonly Named[] {
  return engine.cluster.workloads.flatMap((workload) => {
    const pod = objects.find(({ kind, metadata }) => kind === workload.ref.kind && metadata.name === workload.ref.name);
    return pod === undefined ? [] : [{ end: { pod }, node: engine.nodeOf(workload), name: workload.ref.name }];
  });
}

/** What the two disagree about; empty is good. `checked` counts. */
function disagreements(objects: readonly ManifestObject[], checked: { count: number }): readonly string[] {
  const cluster = readCluster([{ environment: '', objects }]);
  expect(cluster.problems).toEqual([]);
  const engine = reachability(cluster);
  const ends = [...podEnds(engine, objects), ...addressEnds(engine)];
  const wrong: string[] = [];
  for (const source of ends) {
    const row = source.node === undefined ? [] : engine.from(source.node);
    for (const target of ends) {
      if ('address' in source.end && 'address' in target.end) continue;
      const ports = target.node === undefined ? [] : (row[engine.nodes.indexOf(target.node)] ?? []);
      for (const protocol of ['TCP', 'UDP', 'SCTP'].filter(isProtocol)) {
        for (const port of PORTS) {
          checked.count += 1;
          const ours = intersection(ports, portRange(protocol, port)).length > 0;
          const theirs = naivelyAllowed({ source: source.end, target: target.end, protocol, port }, objects);
          if (ours !== theirs) wrong.push(`${source.name} > ${target.name} ${protocol} ${port}: engine ${ours}, text ${theirs}`);
        }
      }
    }
  }
  return wrong;
}

describe('the engine and the text of the API', () => {
  it('agree on generated clusters', () => {
    const checked = { count: 0 };
    fc.assert(
      fc.property(clusterObjects, (objects) => {
        expect(disagreements(objects, checked)).toEqual([]);
      }),
      { numRuns: 600 },
    );
    expect(checked.count).toBeGreaterThan(1_000_000);
  });

  it('agree through YAML text, and in any order of objects', () => {
    fc.assert(
      fc.property(clusterObjects, fc.nat(), (objects, turn) => {
        const { objects: read } = parseManifests(objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''));
        const start = turn % objects.length;
        expect(disagreements([...read.slice(start), ...read.slice(0, start)], { count: 0 })).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('explain what they say: what the rules of both sides let through together is what gets through', () => {
    fc.assert(
      fc.property(clusterObjects, (objects) => {
        const engine = reachability(readCluster([{ environment: '', objects }]));
        for (const source of engine.nodes) {
          const row = engine.from(source);
          for (const [at, target] of engine.nodes.entries()) {
            if (source.kind === 'addresses' && target.kind === 'addresses') continue;
            const { ports, egress, ingress } = engine.explain(source, target);
            expect(intersection(egress.ports, ingress.ports)).toEqual(row[at]);
            expect(ports).toEqual(row[at]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
