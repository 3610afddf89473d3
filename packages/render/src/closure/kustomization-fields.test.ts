// Does every field of a kustomization that names a file bring that file into the closure?
import { describe, expect, test } from 'vitest';
import { closureOf, pathsOf, problemsOf } from '../../test/sample-app.ts';
import { REFERENCE_FIELDS } from './kustomization-references.ts';

const object = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;

interface Row {
  readonly field: string;
  readonly why: string;
  readonly kustomization: string;
  readonly files: Readonly<Record<string, string>>;
}

const plugin = (kind: string, rest: string): string => `apiVersion: builtin\nkind: ${kind}\nmetadata: { name: p }\n${rest}`;

const rows: readonly Row[] = [
  {
    field: 'resources',
    why: 'a file',
    kustomization: 'resources: [a.yaml, ../b.json]',
    files: { 'overlay/a.yaml': object('a'), 'b.json': '{}' },
  },
  { field: 'resources', why: 'any letter case', kustomization: 'Resources: [a.yaml]', files: { 'overlay/a.yaml': object('a') } },
  {
    field: 'resources',
    why: 'a directory',
    kustomization: 'resources: [../base]',
    files: { 'base/kustomization.yml': 'resources: [c.yaml]', 'base/c.yaml': object('c') },
  },
  {
    field: 'bases',
    why: 'the old name',
    kustomization: 'bases: [../base]',
    files: { 'base/Kustomization': 'resources: [c.yaml]', 'base/c.yaml': object('c') },
  },
  {
    field: 'components',
    why: 'a directory',
    kustomization: 'components: [../part]',
    files: { 'part/kustomization.yaml': 'kind: Component\npatches: [{ path: p.yaml }]', 'part/p.yaml': object('p') },
  },
  { field: 'configurations', why: 'a file', kustomization: 'configurations: [c.yaml]', files: { 'overlay/c.yaml': 'images: []' } },
  { field: 'crds', why: 'a file', kustomization: 'crds: [c.json]', files: { 'overlay/c.json': '{}' } },
  { field: 'openapi', why: 'path', kustomization: 'openapi: { path: schema.json }', files: { 'overlay/schema.json': '{}' } },
  {
    field: 'configMapGenerator',
    why: 'files, keyed files, envs and env',
    kustomization: 'configMapGenerator:\n- { name: m, files: [a.txt, k=b.txt], envs: [c.env], env: d.env }',
    files: { 'overlay/a.txt': '', 'overlay/b.txt': '', 'overlay/c.env': '', 'overlay/d.env': '' },
  },
  {
    field: 'configMapGenerator',
    why: 'by a merge key',
    kustomization: 'configMapGenerator:\n- &m { name: m, files: [a.txt] }\n- { <<: *m, name: n }',
    files: { 'overlay/a.txt': '' },
  },
  {
    field: 'secretGenerator',
    why: 'files',
    kustomization: 'secretGenerator:\n- { name: s, files: [a.txt] }',
    files: { 'overlay/a.txt': '' },
  },
  { field: 'patches', why: 'path', kustomization: 'patches: [{ path: p.yaml }, { patch: "[]" }]', files: { 'overlay/p.yaml': '' } },
  { field: 'patches', why: 'a text, as old releases had it', kustomization: 'patches: [p.yaml]', files: { 'overlay/p.yaml': '' } },
  {
    field: 'patchesStrategicMerge',
    why: 'a path beside an inline patch',
    kustomization: `patchesStrategicMerge:\n- p.yaml\n- |\n  ${object('a').replaceAll('\n', '\n  ')}`,
    files: { 'overlay/p.yaml': '' },
  },
  {
    field: 'patchesJson6902',
    why: 'path',
    kustomization: 'patchesJson6902: [{ path: p.yaml, target: { name: a } }]',
    files: { 'overlay/p.yaml': '' },
  },
  { field: 'replacements', why: 'path', kustomization: 'replacements: [{ path: r.yaml }]', files: { 'overlay/r.yaml': '[]' } },
  {
    field: 'transformers',
    why: 'a file that names a file',
    kustomization: 'transformers: [t.yaml]',
    files: { 'overlay/t.yaml': plugin('PatchTransformer', 'path: p.yaml'), 'overlay/p.yaml': '' },
  },
  {
    field: 'transformers',
    why: 'inline',
    kustomization: `transformers:\n- |-\n  ${plugin('ReplacementTransformer', 'replacements: [{ path: r.yaml }]').replaceAll('\n', '\n  ')}`,
    files: { 'overlay/r.yaml': '' },
  },
  {
    field: 'transformers',
    why: 'a directory, whose paths are relative to the overlay',
    kustomization: 'transformers: [../cfg]',
    files: {
      'cfg/kustomization.yaml': 'resources: [t.yaml]',
      'cfg/t.yaml': plugin('PatchStrategicMergeTransformer', 'paths: [p.yaml]'),
      'overlay/p.yaml': '',
    },
  },
  {
    field: 'transformers',
    why: 'a directory that changes its objects: everything near may be read',
    kustomization: 'transformers: [../cfg]',
    files: {
      'cfg/kustomization.yaml': 'resources: [t.yaml]\npatches: [{ path: ch.yaml }]',
      'cfg/t.yaml': plugin('PatchTransformer', 'path: old.yaml'),
      'cfg/ch.yaml': plugin('PatchTransformer', 'path: new.yaml'),
      'overlay/old.yaml': '',
      'overlay/new.yaml': '',
    },
  },
  {
    field: 'transformers',
    why: 'a plugin that nobody knows: everything near may be read',
    kustomization: 'transformers: [t.yaml]',
    files: { 'overlay/t.yaml': 'apiVersion: example.com/v1\nkind: Odd\nmetadata: { name: o }', 'overlay/sub/x.txt': '' },
  },
  {
    field: 'generators',
    why: 'a generator plugin in a list',
    kustomization: 'generators: [g.yaml]',
    files: {
      'overlay/g.yaml': `apiVersion: v1\nkind: List\nitems:\n- { apiVersion: builtin, kind: ConfigMapGenerator, metadata: { name: m }, files: [a.txt] }`,
      'overlay/a.txt': '',
    },
  },
  {
    field: 'validators',
    why: 'a file',
    kustomization: 'validators: [v.yaml]',
    files: { 'overlay/v.yaml': plugin('ValueAddTransformer', 'targetFilePath: a.txt'), 'overlay/a.txt': '' },
  },
  {
    field: 'helmCharts',
    why: 'chart, default values and more values',
    kustomization: 'helmGlobals: { chartHome: ../vendor }\nhelmCharts: [{ name: c, additionalValuesFiles: [v.yaml] }]',
    files: {
      'vendor/c/Chart.yaml': 'name: c\nversion: 1.0.0',
      'vendor/c/values.yaml': '',
      'vendor/c/templates/a.yaml': '',
      'overlay/v.yaml': '',
    },
  },
  {
    field: 'helmCharts',
    why: 'a pulled chart lies below its version',
    kustomization: 'helmCharts: [{ name: c, version: 1.0.0, repo: https://example.invalid, valuesFile: v.yaml }]',
    files: { 'overlay/charts/c-1.0.0/c/Chart.yaml': 'name: c\nversion: 1.0.0', 'overlay/v.yaml': '' },
  },
  {
    field: 'helmChartInflationGenerator',
    why: 'the legacy form',
    kustomization: 'helmChartInflationGenerator: [{ chartName: c, chartHome: ./home, values: v.yaml }]',
    files: { 'overlay/home/c/Chart.yaml': 'name: c\nversion: 1.0.0', 'overlay/v.yaml': '' },
  },
];

describe('each field', () => {
  test.each(rows)('$field: $why', async ({ kustomization, files }) => {
    const all = { 'overlay/kustomization.yaml': kustomization, ...files };
    const closure = await closureOf(all);
    expect(problemsOf(closure)).toEqual([]);
    expect(closure.remotes).toEqual([]);
    expect(pathsOf(closure)).toEqual(Object.keys(all).sort());
  });

  test.each(rows)('$field: $why – breaks when the field is left out', async ({ field, kustomization, files }) => {
    const all = { 'overlay/kustomization.yaml': kustomization, ...files };
    const closure = await closureOf(all, undefined, { without: [field] });
    expect(pathsOf(closure)).not.toEqual(Object.keys(all).sort());
  });

  test('all fields have a row', () => {
    expect([...new Set(rows.map(({ field }) => field))].sort()).toEqual([...REFERENCE_FIELDS].sort());
  });
});
