// Does "some pod could" mean that there is such a pod, and "no pod could" that there is none?
import type { ManifestObject } from '@fairway/manifests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposure, portText, reachability, readCluster } from '../src/reachability/index.ts';
import { clusterObjects } from './arbitrary-cluster.ts';

/** Every combination that the selectors of the generated policies can tell apart; `z` is a value that none of them names. */
const CHOICES = [undefined, 'x', 'y', 'z'];
const LABELS = CHOICES.flatMap((a) =>
  CHOICES.map((b) => ({ ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) })),
).flatMap((labels) => CHOICES.map((name) => (name === undefined ? labels : { ...labels, 'kubernetes.io/metadata.name': name })));

/** Ports by names, so that a rule by name can mean any of them. */
const PORT_SETS = [
  [
    { name: 'web', containerPort: 80 },
    { name: 'dns', containerPort: 80 },
  ],
  [
    { name: 'web', containerPort: 80, protocol: 'UDP' },
    { name: 'dns', containerPort: 80, protocol: 'UDP' },
  ],
  [
    { name: 'web', containerPort: 80, protocol: 'SCTP' },
    { name: 'dns', containerPort: 80, protocol: 'SCTP' },
  ],
  [
    { name: 'web', containerPort: 53 },
    { name: 'dns', containerPort: 1 },
  ],
  [
    { name: 'web', containerPort: 53, protocol: 'UDP' },
    { name: 'dns', containerPort: 1, protocol: 'UDP' },
  ],
  [
    { name: 'web', containerPort: 53, protocol: 'SCTP' },
    { name: 'dns', containerPort: 1, protocol: 'SCTP' },
  ],
  ...['TCP', 'UDP', 'SCTP'].flatMap((protocol) =>
    [1, 52, 53, 80, 90, 65_535].map((containerPort) => ['web', 'dns'].map((name) => ({ name, protocol, containerPort }))),
  ),
];

function candidates(namespace: string): readonly ManifestObject[] {
  return LABELS.flatMap((labels, at) =>
    PORT_SETS.map(
      (ports, index): ManifestObject => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `candidate-${at}-${index}`, namespace, labels },
        spec: { containers: [{ ports }] },
      }),
    ),
  );
}

/** Tries every candidate pod of one namespace with every one of another. */
function someReaches(objects: readonly ManifestObject[], from: string, to: string): boolean {
  const engine = reachability(
    readCluster([{ environment: '', objects: [...objects, ...candidates(from), ...(to === from ? [] : candidates(to))] }]),
  );
  for (const { source, target } of engine.connections()) {
    if (source.kind !== 'pods' || target.kind !== 'pods') continue;
    const isIn = (namespace: string) => (workload: { readonly namespace: { readonly name: string } }) =>
      workload.namespace.name === namespace;
    if (source.workloads.some(isIn(from)) && target.workloads.some(isIn(to))) return true;
  }
  return false;
}

interface Walls {
  readonly own: unknown;
  readonly peer: unknown;
  readonly ports?: readonly unknown[];
}

describe('exposure', () => {
  it('finds a way exactly where some pod has one', () => {
    const found = { yes: 0, no: 0 };
    fc.assert(
      fc.property(clusterObjects, fc.constantFrom('x', 'y'), fc.constantFrom('x', 'y'), (objects, from, to) => {
        const still = objects.filter(({ kind }) => kind !== 'Pod' && kind !== 'Deployment');
        const places = ['x', 'y', 'default'].filter(
          (name) => !still.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name),
        );
        const all = [...still, ...places.map((name): ManifestObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))];
        const cluster = readCluster([{ environment: '', objects: all }]);
        const [source, target] = [from, to].map((name) => cluster.namespaces.find((namespace) => namespace.name === name));
        if (source === undefined || target === undefined) throw new Error('no namespace');
        const opening = exposure(cluster).opening({ kind: 'namespace', namespace: source }, { kind: 'namespace', namespace: target });
        found[opening === undefined ? 'no' : 'yes'] += 1;
        expect(opening !== undefined).toBe(someReaches(all, from, to));
      }),
      { numRuns: 80 },
    );
    expect(Math.min(found.yes, found.no)).toBeGreaterThan(10);
  });

  const app = (name: string) => ({ matchLabels: { app: name } });
  const inNamespace = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });

  /** Both namespaces are closed but for one rule out of x and one into y. */
  function portsOf(out: Walls, into: Walls): string {
    const policy = (namespace: string, name: string, spec: unknown): ManifestObject => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec,
    });
    const deny = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
    const to = [{ namespaceSelector: inNamespace('y'), podSelector: out.peer }];
    const from = [{ namespaceSelector: inNamespace('x'), podSelector: into.peer }];
    const objects = [
      policy('x', 'deny', deny),
      policy('y', 'deny', deny),
      policy('x', 'out', { podSelector: out.own, policyTypes: ['Egress'], egress: [{ to, ports: out.ports }] }),
      policy('y', 'in', { podSelector: into.own, policyTypes: ['Ingress'], ingress: [{ from, ports: into.ports }] }),
    ];
    const cluster = readCluster([{ environment: '', objects }]);
    expect(cluster.problems).toEqual([]);
    const [x, y] = ['x', 'y'].map((name) => cluster.namespaces.find((namespace) => namespace.name === name));
    if (x === undefined || y === undefined) throw new Error('no namespace');
    const opening = exposure(cluster).opening({ kind: 'namespace', namespace: x }, { kind: 'namespace', namespace: y });
    return portText(opening?.ports ?? []);
  }

  it.each<[string, Walls, Walls, string]>([
    ['labels that fit on both sides', { own: app('a'), peer: app('b') }, { own: app('b'), peer: app('a') }, 'all'],
    ['a source that would need two labels at once', { own: app('a'), peer: {} }, { own: {}, peer: app('b') }, 'none'],
    ['a target that would need two labels at once', { own: {}, peer: app('a') }, { own: app('b'), peer: {} }, 'none'],
    ['a port by name', { own: {}, peer: {}, ports: [{ port: 80 }] }, { own: {}, peer: {}, ports: [{ port: 'web' }] }, 'TCP 80'],
    ['two names', { own: {}, peer: {}, ports: [{ port: 'a' }] }, { own: {}, peer: {}, ports: [{ port: 'b' }] }, 'TCP 1-65535'],
    [
      'names of two protocols',
      { own: {}, peer: {}, ports: [{ port: 'a' }] },
      { own: {}, peer: {}, ports: [{ port: 'a', protocol: 'UDP' }] },
      'none',
    ],
  ])('judges %s', (_, out, into, ports) => {
    expect(portsOf(out, into)).toBe(ports);
  });

  it('knows no walls around a namespace that does not exist yet', () => {
    const deny: ManifestObject = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'deny', namespace: 'x' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    };
    const open: ManifestObject = {
      ...deny,
      metadata: { name: 'open', namespace: 'x' },
      spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { env: 'dev' } } }] }] },
    };
    const future = (env: string) =>
      ({ kind: 'future', environment: env, labels: [{ key: 'env', operator: 'In', values: [env] }] }) as const;
    const ask = (objects: readonly ManifestObject[], env: string) => {
      const cluster = readCluster([{ environment: '', objects }]);
      const [namespace] = cluster.namespaces;
      if (namespace === undefined) throw new Error('no namespace');
      return exposure(cluster).opening(future(env), { kind: 'namespace', namespace }) !== undefined;
    };
    expect([ask([deny], 'dev'), ask([deny, open], 'dev'), ask([deny, open], 'prod')]).toEqual([false, true, false]);
  });
});
