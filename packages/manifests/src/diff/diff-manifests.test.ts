// Does a diff say what changed, all of it, and nothing else?
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryRecord } from '../../test/arbitrary-json.ts';
import { objectOf, objectsOf } from '../../test/objects.ts';
import type { ManifestObject } from '../model.ts';
import { diffManifests } from './diff-manifests.ts';

const deployment = (spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
${spec.replace(/^/gm, '      ')}
`;

/** Paths with their sides, one line each. */
function opsOf(before: string, after: string, crds = ''): string[] {
  const changes = diffManifests(objectsOf(before), objectsOf(after), { crds: objectsOf(crds) });
  return changes.flatMap(({ ops }) => ops.map((op) => `${op.path}: ${JSON.stringify(op.before)} -> ${JSON.stringify(op.after)}`));
}

function pods(before: string, after: string): string[] {
  return opsOf(deployment(before), deployment(after)).map((line) => line.replace('/spec/template/spec', ''));
}

describe('diffManifests: lists', () => {
  it.each([
    ['containers', 'containers: [{name: a}, {name: b}]', 'containers: [{name: b}, {name: a}]'],
    ['volumes', 'volumes: [{name: a}, {name: b}]', 'volumes: [{name: b}, {name: a}]'],
    [
      'ports',
      'containers: [{name: a, ports: [{containerPort: 1}, {containerPort: 2}]}]',
      'containers: [{name: a, ports: [{containerPort: 2}, {containerPort: 1}]}]',
    ],
    [
      'env without references',
      'containers: [{name: a, env: [{name: A, value: x}, {name: B, value: q}]}]',
      'containers: [{name: a, env: [{name: B, value: q}, {name: A, value: x}]}]',
    ],
    [
      'a key left out and its default',
      'containers: [{name: a, ports: [{containerPort: 1, name: x}]}]',
      'containers: [{name: a, ports: [{name: x, containerPort: 1}]}]',
    ],
  ])('order of %s is no change', (_, before, after) => {
    expect(pods(before, after)).toEqual([]);
  });

  it.each([
    [
      'initContainers',
      'initContainers: [{name: a}, {name: b}]',
      'initContainers: [{name: b}, {name: a}]',
      ['/initContainers: ["[name=a]","[name=b]"] -> ["[name=b]","[name=a]"]'],
    ],
    [
      'args',
      'containers: [{name: a, args: [p, q]}]',
      'containers: [{name: a, args: [q, p]}]',
      ['/containers/[name=a]/args/0: "p" -> "q"', '/containers/[name=a]/args/1: "q" -> "p"'],
    ],
    [
      'command',
      'containers: [{name: a, command: [p, q]}]',
      'containers: [{name: a, command: [q, p]}]',
      ['/containers/[name=a]/command/0: "p" -> "q"', '/containers/[name=a]/command/1: "q" -> "p"'],
    ],
    [
      'atomic lists',
      'tolerations: [{key: a}, {key: b}]',
      'tolerations: [{key: b}, {key: a}]',
      ['/tolerations/0/key: "a" -> "b"', '/tolerations/1/key: "b" -> "a"'],
    ],
    [
      'atomic lists whose items have names',
      'containers: [{name: a, envFrom: [{name: p}, {name: q}]}]',
      'containers: [{name: a, envFrom: [{name: q}, {name: p}]}]',
      ['/containers/[name=a]/envFrom: ["[name=p]","[name=q]"] -> ["[name=q]","[name=p]"]'],
    ],
    [
      'env that uses another entry',
      'containers: [{name: a, env: [{name: A, value: x}, {name: Z, value: z}, {name: B, value: $(A)/y}]}]',
      'containers: [{name: a, env: [{name: Z, value: z}, {name: B, value: $(A)/y}, {name: A, value: x}]}]',
      ['/containers/[name=a]/env: ["[name=A]","[name=B]"] -> ["[name=B]","[name=A]"]'],
    ],
  ])('order of %s is a change', (_, before, after, expected) => {
    expect(pods(before, after)).toEqual(expected);
  });

  it('ignores where an env entry stands that no other entry uses', () => {
    const before = 'containers: [{name: a, env: [{name: Z, value: z}, {name: A, value: x}, {name: B, value: $(A)}]}]';
    const after = 'containers: [{name: a, env: [{name: A, value: x}, {name: B, value: $(A)}, {name: Z, value: z}]}]';
    expect(pods(before, after)).toEqual([]);
  });

  it('compares lists whose keys are there twice by position', () => {
    const before = 'containers: [{name: a, env: [{name: A, value: x}, {name: A, value: q}]}]';
    const after = 'containers: [{name: a, env: [{name: A, value: q}, {name: A, value: x}]}]';
    expect(pods(before, after)).toHaveLength(2);
  });

  it('matches items by key and shows one added, one removed, one changed', () => {
    const before = 'containers: [{name: a, image: x:1}, {name: b}]';
    const after = 'containers: [{name: c}, {name: a, image: x:2}]';
    expect(pods(before, after)).toEqual([
      '/containers/[name=a]/image: "x:1" -> "x:2"',
      '/containers/[name=b]: {"name":"b"} -> undefined',
      '/containers/[name=c]: undefined -> {"name":"c"}',
    ]);
  });

  it('shows one argument put in the middle as one addition', () => {
    const before = 'containers: [{name: a, args: [p, q, r]}]';
    const after = 'containers: [{name: a, args: [p, new, q, r]}]';
    expect(pods(before, after)).toEqual(['/containers/[name=a]/args/1: undefined -> "new"']);
  });

  it('compares sets by their members', () => {
    const object = (finalizers: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, finalizers: ${finalizers}}}`;
    expect(opsOf(object('[a/x, b/y]'), object('[b/y, a/x]'))).toEqual([]);
    expect(opsOf(object('[a/x, b/y]'), object('[b/y, c/z]'))).toEqual([
      '/metadata/finalizers/0: "a/x" -> undefined',
      '/metadata/finalizers/1: undefined -> "c/z"',
    ]);
  });

  it('tells ports of one number by their protocol', () => {
    const service = (ports: string) => `{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: ${ports}}}`;
    expect(
      opsOf(
        service('[{port: 53, protocol: UDP}, {port: 53}]'),
        service('[{port: 53, protocol: TCP, name: dns}, {port: 53, protocol: UDP}]'),
      ),
    ).toEqual([
      '/spec/ports/[port=53,protocol=TCP]/name: undefined -> "dns"',
      '/spec/ports/[port=53,protocol=TCP]/protocol: undefined -> "TCP"',
    ]);
  });
});

describe('diffManifests: custom resources', () => {
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec:
  group: example.com
  names: {kind: Thing}
  scope: Namespaced
  versions:
  - name: v1
    schema:
      openAPIV3Schema:
        properties:
          spec:
            properties:
              routes:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [host, port]
                items: {properties: {port: {default: 80}, tags: {type: array, x-kubernetes-list-type: set}}}
              steps: {type: array, x-kubernetes-list-type: atomic}
`;
  const thing = (spec: string) => `{apiVersion: example.com/v1, kind: Thing, metadata: {name: a}, spec: ${spec}}`;

  it('order of a list counts while nothing is known about it', () => {
    expect(opsOf(thing('{routes: [{host: a}, {host: b}]}'), thing('{routes: [{host: b}, {host: a}]}'))).toHaveLength(2);
  });

  it('lists are what the CustomResourceDefinition says', () => {
    const before = thing('{routes: [{host: a}, {host: b, port: 81, tags: [p, q]}], steps: [1, 2]}');
    expect(opsOf(before, thing('{routes: [{host: b, port: 81, tags: [q, p]}, {host: a}], steps: [1, 2]}'), crd)).toEqual([]);
    expect(opsOf(before, thing('{routes: [{host: a, tags: [z]}, {host: b, port: 81, tags: [p, q]}], steps: [2, 1]}'), crd)).toEqual([
      '/spec/routes/[host=a,port=80]/tags: undefined -> ["z"]',
      '/spec/steps/0: 1 -> 2',
      '/spec/steps/1: 2 -> 1',
    ]);
  });
});

/** One line per change: kind and names. */
function summary(before: string, after: string): string[] {
  return diffManifests(objectsOf(before), objectsOf(after)).map(({ kind, before: old, after: now }) => {
    return `${kind} ${old?.metadata.name ?? '-'} ${now?.metadata.name ?? '-'}`;
  });
}

describe('diffManifests: objects', () => {
  const config = (name: string, value: string) =>
    `---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}, data: {a: "${value}", b: "2"}}\n`;

  it('recognises a generated name as the same object', () => {
    expect(summary(config('app-2t6k9f8hb7', '1'), config('app-ck52mhbt9d', '2'))).toEqual(['changed app-2t6k9f8hb7 app-ck52mhbt9d']);
    const [change] = diffManifests(objectsOf(config('app-2t6k9f8hb7', '1')), objectsOf(config('app-ck52mhbt9d', '2')));
    expect(change?.ops.map(({ path }) => path)).toEqual(['/data/a', '/metadata/name']);
  });

  it('does not take an ordinary suffix for a hash', () => {
    expect(summary(config('app-configmap1', '1'), config('app-settings00', '9'))).toEqual([
      'removed app-configmap1 -',
      'added - app-settings00',
    ]);
  });

  it('shows the renamed reference inside the workload', () => {
    const web = (name: string) => deployment(`volumes: [{name: c, configMap: {name: ${name}}}]`);
    expect(opsOf(web('app-2t6k9f8hb7'), web('app-ck52mhbt9d'))).toEqual([
      '/spec/template/spec/volumes/[name=c]/configMap/name: "app-2t6k9f8hb7" -> "app-ck52mhbt9d"',
    ]);
  });

  const service = (name: string, port = 80) =>
    `---\n{apiVersion: v1, kind: Service, metadata: {name: ${name}, labels: {app: ${name}, team: x, tier: z}}, spec: {selector: {app: ${name}}, ports: [{port: ${port}}]}}\n`;

  it('recognises a rename by content', () => {
    expect(summary(service('web'), service('front'))).toEqual(['renamed web front']);
    expect(summary(service('web'), service('front', 81))).toEqual(['renamed web front']);
  });

  it('recognises a rename that labels do not follow, as a name prefix leaves them', () => {
    const workload = (name: string) =>
      `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}}, spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web}]}}}}`;
    expect(summary(workload('web'), workload('p-web'))).toEqual(['renamed web p-web']);
  });

  it('pairs each object once, the most alike first', () => {
    expect(summary(service('a') + service('b', 81), service('c', 81) + service('d'))).toEqual(['renamed b c', 'renamed a d']);
  });

  it('recognises a thousand objects that moved to another namespace', () => {
    const objects = (namespace: string) =>
      Array.from({ length: 1000 }, (_, at) => {
        const [object = objectOf('')] = objectsOf(service(`s${at % 500}`, 80 + (at % 7)));
        return { ...object, metadata: { ...object.metadata, namespace: `${namespace}${at < 500 ? '' : '-x'}` } };
      });
    const kinds = diffManifests(objects('a'), objects('b')).map(
      ({ kind, before, after }) => `${kind} ${before?.metadata.name === after?.metadata.name}`,
    );
    expect(new Set(kinds)).toEqual(new Set(['renamed true']));
    expect(kinds).toHaveLength(1000);
  });

  it('calls objects of other content removed and added', () => {
    const other = `{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {type: ExternalName, externalName: e, a: 1, b: 2}}`;
    expect(summary(service('web'), other)).toEqual(['removed web -', 'added - x']);
  });

  it.each(['Namespace', 'PersistentVolumeClaim'])('never calls a %s renamed: what it holds is lost', (kind) => {
    const object = (name: string) => `{apiVersion: v1, kind: ${kind}, metadata: {name: ${name}, labels: {a: b, c: d, e: f}}}`;
    expect(summary(object('a'), object('b'))).toEqual(['removed a -', 'added - b']);
  });

  it('pairs objects across versions of the API', () => {
    const pdb = (version: string) =>
      `{apiVersion: policy/${version}, kind: PodDisruptionBudget, metadata: {name: a}, spec: {minAvailable: 1}}`;
    expect(opsOf(pdb('v1beta1'), pdb('v1'))).toEqual(['/apiVersion: "policy/v1beta1" -> "policy/v1"']);
  });

  it('shows new and removed objects as text', () => {
    const [added] = diffManifests([], objectsOf(config('a', '1')));
    expect(added?.patch).toBe('@@ -0,0 +1,7 @@\n+apiVersion: v1\n+kind: ConfigMap\n+metadata:\n+  name: a\n+data:\n+  a: "1"\n+  b: "2"\n');
    const [removed] = diffManifests(objectsOf(config('a', '1')), []);
    expect(removed?.patch).toContain('@@ -1,7 +0,0 @@\n-apiVersion: v1\n');
  });

  it('shows a change as a unified diff, map lists in one order', () => {
    const before = deployment('containers:\n- {name: a, image: x:1}\n- {name: b, image: q:1}');
    const after = deployment('containers:\n- {name: b, image: q:1}\n- {name: a, image: x:2}');
    const [change] = diffManifests(objectsOf(before), objectsOf(after));
    expect(change?.patch.split('\n').filter((line) => /^[-+]/.test(line))).toEqual(['-      - image: x:1', '+      - image: x:2']);
  });

  it('cuts a long patch and says so', () => {
    const big = (value: string) =>
      objectOf(
        `{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {${Array.from({ length: 900 }, (_, at) => `k${at}: ${value}`).join(', ')}}}`,
      );
    const [change] = diffManifests([big('x')], [big('z')]);
    expect(change?.truncated).toBe(true);
    expect(change?.patch.split('\n').length).toBeLessThan(420);
    expect(change?.ops).toHaveLength(500);
  });

  it('stays quick when two large texts have nothing in common', () => {
    const text = (seed: string) => JSON.stringify(Array.from({ length: 20_000 }, (_, at) => `${seed}${at}`).join('\n'));
    const map = (seed: string) => objectsOf(`{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: ${text(seed)}}}`);
    const started = performance.now();
    const [change] = diffManifests(map('x'), map('y'));
    expect(change?.truncated).toBe(true);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('diffManifests: properties', () => {
  const object = (spec: Record<string, unknown>): ManifestObject => ({
    apiVersion: 'x.example.com/v1',
    kind: 'Thing',
    metadata: { name: 'a' },
    spec,
  });

  it('identical renderings have no difference', () => {
    fc.assert(
      fc.property(arbitraryRecord, (spec) => {
        expect(diffManifests([object(spec)], [object(structuredClone(spec))])).toEqual([]);
      }),
    );
  });

  it('key order is no difference', () => {
    fc.assert(
      fc.property(arbitraryRecord, (spec) => {
        expect(diffManifests([object(spec)], [object(Object.fromEntries(Object.entries(spec).reverse()))])).toEqual([]);
      }),
    );
  });

  it('a different value is always a difference', () => {
    fc.assert(
      fc.property(arbitraryRecord, arbitraryRecord, (a, b) => {
        const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
        expect(diffManifests([object(a)], [object(b)]).length === 0).toBe(same);
      }),
      { numRuns: 300 },
    );
  });

  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 2, maxLength: 6 });
  const shuffled = names.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));

  it('permuting a map list is no change, permuting args is one', () => {
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const build = (containers: string[], args: string[]) =>
          objectOf(deployment(`containers: [${containers.map((name) => `{name: c${name}, args: [${args.map((arg) => `"${arg}"`)}]}`)}]`));
        expect(diffManifests([build(list, ['x'])], [build(other, ['x'])])).toEqual([]);
        const changed = list.some((name, at) => name !== other[at]);
        expect(diffManifests([build(['a'], list)], [build(['a'], other)]).length > 0).toBe(changed);
      }),
    );
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
