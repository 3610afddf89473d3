// Is a kustomization understood as far as discovery needs it, whatever its text?
import { expect, it } from 'vitest';
import { kustomizationFacts } from './kustomization-facts.ts';

it('knows what it builds on and what it only patches', () => {
  const facts = kustomizationFacts(
    'resources: [../base, a.yaml]\nbases: [../old]\ncomponents: [../c]\npatches: [{path: p.yaml}, {patch: "a\\nb"}]\npatchesStrategicMerge: [q.yaml]\npatchesJson6902: [{path: r.yaml}]\nhelmCharts: [{name: web}]\nhelmGlobals: {chartHome: ../charts}\nconfigMapGenerator: [{name: x, files: [key=s.env]}]\n',
  );
  expect(facts).toMatchObject({
    state: 'ok',
    component: false,
    empty: false,
    builds: ['../base', 'a.yaml', '../old', '../c'],
    patches: ['q.yaml', 'p.yaml', 'r.yaml'],
    charts: ['../charts/web'],
  });
  expect(facts.words).toContain('s.env');
});

it.each([
  ['nothing', '', { empty: true }],
  ['a comment', '# soon\n', { empty: true }],
  ['only a kind', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n', { empty: true }],
  ['empty lists and a namespace', 'resources: []\nnamespace: x\npatches: [{path: p}]\n', { empty: true }],
  [
    'every field that makes no object',
    'namePrefix: a-\nOpenAPI: {path: x}\nbuildMetadata: [originAnnotations]\nresources:\n',
    { empty: true },
  ],
  ['a misspelt field', 'resorces: [a.yaml]\n', { state: 'ok', empty: false }],
  ['a field in other case', 'Resources: [a.yaml]\n', { empty: false }],
  ['a generator alone', 'configMapGenerator: [{name: x}]\n', { empty: false }],
  ['a Component', 'kind: Component\npatches: []\n', { component: true }],
  ['a Flux object', 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n', { state: 'foreign' }],
  ['a list', '- a\n', { state: 'broken' }],
  ['two documents', 'resources: [a]\n---\nresources: [b]\n', { state: 'broken' }],
  ['broken text with its bases', 'resources:\n- ../base\n- "x.yaml" # c\nimages: [\n', { state: 'broken', builds: ['../base', 'x.yaml'] }],
  ['a text to fill in', 'resources:\n- {{ cookiecutter.base }}\n', { state: 'broken', template: true }],
  [
    'Go templates inside a value',
    "resources: [a]\nconfigMapGenerator: [{name: x, literals: ['t={{ $labels.job }}']}]\n",
    { state: 'ok', template: false },
  ],
])('%s', (_, text, expected) => {
  expect(kustomizationFacts(text)).toMatchObject(expected);
});

it('an alias bomb is not walked', () => {
  const levels = Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`);
  const started = performance.now();
  kustomizationFacts(['a0: &a0 [x]', ...levels].join('\n'));
  expect(performance.now() - started).toBeLessThan(5000);
});
