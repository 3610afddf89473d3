// Does the engine explain itself, keep environments and host network apart, and stay within its limits?
import { parseManifests } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { portText } from './ports.ts';
import { type Reachability, reachability } from './reachability.ts';
import { readCluster } from './read-cluster.ts';
import type { Node } from './rule-table.ts';

function objects(text: string) {
  const { objects: read, problems } = parseManifests(text);
  expect(problems).toEqual([]);
  return read;
}

const pod = (name: string, more = ''): string =>
  `---\n{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: {app: ${name}}}, spec: {containers: []${more}}}\n`;
const policy = (name: string, spec: string): string =>
  `---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}}, spec: ${spec}}\n`;

function node(engine: Reachability, name: string, environment = ''): Node {
  const workload = engine.cluster.workloads.find(({ ref, namespace }) => ref.name === name && namespace.environment === environment);
  const found = workload === undefined ? undefined : engine.nodeOf(workload);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('explain', () => {
  const text = [
    pod('web'),
    pod('db'),
    policy('deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
    policy(
      'out',
      '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}]}',
    ),
    policy(
      'in',
      '{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 1}]}, {from: [{podSelector: {}}], ports: [{port: 5432}, {port: 80}]}]}',
    ),
  ].join('');
  const engine = reachability(readCluster([{ environment: '', objects: objects(text) }]));

  it('names the policies that isolate, and the rules that let something through', () => {
    const { ports, egress, ingress } = engine.explain(node(engine, 'web'), node(engine, 'db'));
    const rules = (side: typeof egress) =>
      side.allowedBy.map(({ policy: by, rule, ports: opened }) => `${by.ref.name} ${rule.pointer} ${portText(opened)}`);
    expect([portText(ports), egress.isolatedBy.map(({ ref }) => ref.name), rules(egress), rules(ingress)]).toEqual([
      'TCP 5432',
      ['deny', 'out'],
      ['out /spec/egress/0 TCP 5432'],
      ['in /spec/ingress/0 TCP 1', 'in /spec/ingress/1 TCP 80,5432'],
    ]);
  });

  it('names those that deny', () => {
    const { ports, egress } = engine.explain(node(engine, 'db'), node(engine, 'web'));
    expect([portText(ports), egress.isolatedBy.map(({ ref }) => ref.name), egress.allowedBy]).toEqual(['none', ['deny'], []]);
  });
});

describe('reachability', () => {
  it('lets no policy select pods on the network of the node, and no peer mean them', () => {
    const text = [
      pod('host', ', hostNetwork: true'),
      pod('web'),
      policy('deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
      policy(
        'in',
        '{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {}}], ports: [{port: 1}]}, {ports: [{port: 2}]}]}',
      ),
    ].join('');
    const engine = reachability(readCluster([{ environment: '', objects: objects(text) }]));
    const [host, web] = [node(engine, 'host'), node(engine, 'web')];
    expect([
      portText(engine.explain(host, web).ports),
      portText(engine.explain(web, host).ports),
      portText(engine.explain(host, host).ports),
    ]).toEqual(['TCP 2', 'none', 'all']);
  });

  it('keeps namespaces of one name in two environments apart, and lets selectors match in both', () => {
    const own = policy('in', '{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}');
    const wide = policy('in', '{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}');
    const ask = (rules: string): string => {
      const sources = ['dev', 'prod'].map((environment) => ({ environment, objects: objects(`${pod('web')}${rules}`) }));
      const engine = reachability(readCluster(sources));
      return portText(engine.explain(node(engine, 'web', 'dev'), node(engine, 'web', 'prod')).ports);
    };
    expect([ask(own), ask(wide)]).toEqual(['none', 'all']);
  });

  it('makes one group of pods that no policy tells apart', () => {
    const engine = reachability(
      readCluster([{ environment: '', objects: objects(Array.from({ length: 50 }, (_, at) => pod(`p${at}`)).join('')) }]),
    );
    expect(engine.nodes.filter(({ kind }) => kind === 'pods')).toHaveLength(1);
    expect([...engine.connections()].map(({ source, target }) => `${source.kind} ${target.kind}`)).toEqual([
      'pods pods',
      'pods addresses',
      'addresses pods',
    ]);
  });

  it('tells ranges apart that the caller asks about', () => {
    const engine = reachability(readCluster([{ environment: '', objects: [] }]), { ranges: [[0n, 256n]] });
    expect(engine.nodes).toHaveLength(2);
  });

  it('takes its time by the size of the input, not by its square', () => {
    const count = 30_000;
    const text = (at: number): string => `10.${Math.floor(at / 16_384) % 256}.${Math.floor(at / 64) % 256}.${(at % 64) * 4}/32`;
    const spec = {
      podSelector: {},
      ingress: [{ ports: Array.from({ length: count }, (_, at) => ({ port: 1 + 2 * at })) }],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: Array.from({ length: count }, (_, at) => text(at)) } }] }],
    };
    const hostile = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'a' }, spec };
    const start = performance.now();
    const cluster = readCluster([{ environment: '', objects: [hostile, ...objects(pod('web'))] }]);
    expect([cluster.problems, [...reachability(cluster).connections()].length > 0]).toEqual([[], true]);
    expect(performance.now() - start).toBeLessThan(8000);
  });

  it('refuses what needs too many steps, and says what to do', () => {
    const cluster = readCluster([
      { environment: '', objects: objects(`${pod('web')}${policy('in', '{ingress: [{from: [{podSelector: {}}]}]}')}`) },
    ]);
    expect(() => [...reachability(cluster, { maxSteps: 3 }).connections()]).toThrow(/needs more than 3 steps/);
  });
});
