// Does the followed build agree with the real one, on kustomizations that nobody would write?
import { lastingName, valueAt } from '@fairway/manifests';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contextOf, type Files, real } from '../../../test/check-context.ts';
import { renderedIndex } from '../rendered-index.ts';
import { traceOf } from './trace.ts';

const KINDS = [
  'apps/v1 Deployment',
  'v1 Service',
  'batch/v1 CronJob',
  'v1 Namespace',
  'rbac.authorization.k8s.io/v1 ClusterRole',
  'example.org/v1 Widget',
  'v1 Pod',
] as const;
const NAMES = ['web', 'api'] as const;
const IMAGES = ['web:1', 'registry.example/api:2', 'registry.example/api'] as const;

const specOf = (kind: string, image: string): string => {
  const containers = `{ containers: [{ name: main, image: "${image}" }] }`;
  if (kind === 'Deployment') return `{ template: { spec: ${containers} } }`;
  if (kind === 'CronJob') return `{ jobTemplate: { spec: { template: { spec: ${containers} } } } }`;
  return kind === 'Pod' || kind === 'Widget' ? containers : '{}';
};

const objectText = fc
  .record({
    type: fc.constantFrom(...KINDS),
    name: fc.constantFrom(...NAMES),
    namespace: fc.constantFrom('', 'one', 'default'),
    tier: fc.constantFrom('', 'front'),
    image: fc.constantFrom(...IMAGES),
  })
  .map(({ type, name, namespace, tier, image }) => {
    const [apiVersion = '', kind = ''] = type.split(' ');
    const place = namespace === '' || kind === 'Namespace' || kind === 'ClusterRole' ? '' : `, namespace: ${namespace}`;
    return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}${place}, labels: { a: b${tier === '' ? '' : `, tier: ${tier}`} } }\nspec: ${specOf(kind, image)}\n`;
  });

const target = fc
  .record(
    {
      kind: fc.constantFrom('Deployment', 'Service', 'Name.*', '.*', 'Widget'),
      name: fc.constantFrom('web', 'p-web', 'w.*', 'api-s', 'p-api-s', '(web|api)', 'eb'),
      namespace: fc.constantFrom('one', 'two', 'default', 't.*'),
      group: fc.constantFrom('apps', 'example.org'),
      labelSelector: fc.constantFrom('tier=front', 'tier!=front', 'tier in (front)', '!tier', 'layer'),
    },
    { requiredKeys: [] },
  )
  .filter((value) => Object.keys(value).length > 0);

const node = fc.record({
  namePrefix: fc.constantFrom('', 'p-'),
  nameSuffix: fc.constantFrom('', '-s'),
  namespace: fc.constantFrom('', '', 'two'),
  label: fc.constantFrom('', 'layer'),
  targets: fc.array(target, { maxLength: 3 }),
  late: fc.array(target, { maxLength: 1 }),
  images: fc.array(
    fc.record({
      name: fc.constantFrom('web', 'registry.example/api', 'registry.*', 'new'),
      newName: fc.constantFrom('', 'new'),
      newTag: fc.constantFrom('', '9'),
    }),
    { maxLength: 2 },
  ),
});
type Node = typeof node extends fc.Arbitrary<infer T> ? T : never;

const kustomization = (id: string, own: Node, head: string): string => {
  const mark = (kind: string, index: number): string => `- { op: add, path: /mark-${id}-${kind}-${index}, value: x }`;
  const entries = (kind: string, targets: readonly object[]): string =>
    JSON.stringify(targets.map((one, index) => ({ target: one, patch: mark(kind, index) })));
  const images = own.images
    .filter((entry) => entry.newName !== '' || entry.newTag !== '')
    .map(({ name, newName, newTag }) => ({ name, ...(newName === '' ? {} : { newName }), ...(newTag === '' ? {} : { newTag }) }));
  return [
    head,
    `patches: ${entries('patches', own.targets)}`,
    `patchesJson6902: ${entries('patchesJson6902', own.late)}`,
    `images: ${JSON.stringify(images)}`,
    ...(own.namePrefix === '' ? [] : [`namePrefix: ${own.namePrefix}`]),
    ...(own.nameSuffix === '' ? [] : [`nameSuffix: ${own.nameSuffix}`]),
    ...(own.namespace === '' ? [] : [`namespace: ${own.namespace}`]),
    ...(own.label === '' ? [] : [`labels: [{ pairs: { ${own.label}: x } }]`]),
    '',
  ].join('\n');
};

const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component';

const tree = fc.record({ objects: fc.uniqueArray(objectText, { minLength: 1, maxLength: 4 }), base: node, part: node, app: node }).map(
  ({ objects, base, part, app }): Files => ({
    'base/objects.yaml': objects.join('---\n'),
    'base/kustomization.yaml': kustomization('base', base, 'resources: [objects.yaml]'),
    'part/kustomization.yaml': kustomization('part', part, COMPONENT),
    'app/kustomization.yaml': kustomization(
      'app',
      app,
      'resources: [../base]\ncomponents: [../part]\nconfigMapGenerator: [{ name: web, literals: [a=b] }]',
    ),
  }),
);

it('follows names, namespaces, images and targets as kustomize does', { timeout: 300_000 }, () => {
  let built = 0;
  const property = fc.property(tree, (files) => {
    using disk = real(files);
    const { exitCode, stdout } = disk.kustomize('app');
    fc.pre(exitCode === 0);
    built += 1;
    const context = contextOf(files, stdout);
    const trace = traceOf(context);
    const printed = context.objects.map(
      (object) => `${object.kind} ${object.metadata.namespace ?? ''}/${lastingName({ ...object, name: object.metadata.name })}`,
    );
    expect(trace.objects.map((object) => `${object.kind} ${object.namespace ?? ''}/${object.name}`).sort()).toEqual(printed.sort());
    for (const object of trace.objects)
      for (const slot of object.images) expect(valueAt(renderedIndex(context).of(object), slot.pointer)).toBe(slot.value);
    for (const step of trace.steps) {
      if (step.step !== 'patch') continue;
      const [, kind, index] = step.pointer.split('/');
      const marks = stdout.match(new RegExp(`^mark-${step.node.directory}-${kind}-${index}:`, 'gm')) ?? [];
      expect([step.file, step.pointer, step.matched]).toEqual([step.file, step.pointer, marks.length]);
    }
  });
  fc.assert(property, { numRuns: 60, maxSkipsPerRun: 20, seed: 20260101 });
  expect(built).toBeGreaterThan(50);
});
