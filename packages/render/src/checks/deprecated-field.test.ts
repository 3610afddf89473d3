import { readYaml } from '@fairway/manifests';
import { expect, it } from 'vitest';
import { builtContext, changed, contextOf, type Files, found, real } from '../../test/check-context.ts';

const FILES: Files = {
  'app/kustomization.yaml': 'resources: [web.yaml]\n',
  'app/web.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: "web:1" }] } } }\n',
  'app/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 3 }\n',
  'app/ops.yaml': '- { op: add, path: /spec/replicas, value: 3 }\n',
  'base/kustomization.yaml': 'resources: [../app/more]\n',
  'app/more/kustomization.yaml': 'resources: [more.yaml]\n',
  'app/more/more.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: more }\n',
};
const withField = (field: string): Files =>
  changed(FILES, 'app/kustomization.yaml', 'resources: [web.yaml]\n', `resources: [web.yaml]\n${field}`);

it('is no finding without such a field', () => expect(found(builtContext(FILES), 'deprecated-field')).toEqual([]));

it.each([
  ['bases', 'bases: [more]\n'],
  ['commonLabels', 'commonLabels: { team: shop }\n'],
  ['imageTags', 'imageTags: [{ name: web, newTag: "2" }]\n'],
  ['patchesJson6902', 'patchesJson6902: [{ target: { version: v1, group: apps, kind: Deployment, name: web }, path: ops.yaml }]\n'],
  ['patchesStrategicMerge', 'patchesStrategicMerge: [patch.yaml]\n'],
])('is a finding, and the suggestion renders the same: %s', (field, line) => {
  const files = withField(line);
  const context = builtContext(files);
  const [finding, ...others] = found(context, 'deprecated-field');
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: 'low', location: { file: 'app/kustomization.yaml', line: 2, column: 1 }, data: { field } });
  const fix = String(finding?.data?.fix);
  const fixed = field === 'bases' ? { ...files, 'app/kustomization.yaml': `${fix}\n` } : withField(`${fix}\n`);
  expect(builtContext(fixed).printed).toBe(context.printed);
  expect(context.printed).not.toBe(builtContext(FILES).printed);
});

it('gives the fields of a var as the source of a replacement', () => {
  const files = withField(
    'vars: [{ name: NAME, objref: { kind: Deployment, name: web, apiVersion: apps/v1 }, fieldref: { fieldpath: spec.replicas } }]\n',
  );
  const [finding] = found(contextOf(files, ''), 'deprecated-field');
  expect(readYaml(String(finding?.data?.fix)).values).toEqual([
    { replacements: [{ source: { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1', fieldPath: 'spec.replicas' }, targets: [] }] },
  ]);
});

it('holds for the field that kustomize itself does not warn about', () => {
  const files = withField('helmChartInflationGenerator: [{ chartName: db, releaseName: main, values: values.yaml }]\n');
  expect(found(contextOf(files, ''), 'deprecated-field')).toMatchObject([{ data: { field: 'helmChartInflationGenerator' } }]);
});

it('finds what kustomize warns about, no more and no less', () => {
  const files = withField('commonLabels: { team: shop }\npatchesStrategicMerge: [patch.yaml]\n');
  using disk = real(files);
  const warned = [...disk.kustomize('app').stderr.matchAll(/Warning: '(\w+)' is deprecated/g)].map((match) => match[1]).sort();
  expect(found(builtContext(files), 'deprecated-field').map((finding) => finding.data?.field)).toEqual(warned);
});
