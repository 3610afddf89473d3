// Which kustomizations name every kind of input once, and which ones fail? Written to a disk and traced by the system tests.
import type { MemoryFile } from '@fairway/testkit';

/** A symlink. */
export const link = (symlink: string): MemoryFile => ({ symlink });
/** A small object. */
export const object = (name: string, kind = 'ConfigMap'): string => `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name} }\n`;
const plugin = (kind: string, rest: string): string => `apiVersion: builtin\nkind: ${kind}\nmetadata: { name: p }\n${rest}`;
const indent = (text: string): string => text.replaceAll('\n', '\n  ');
/** A Chart.yaml. */
export const chart = (name: string, rest = ''): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${rest}`;

/** An `overlay` and what it is built on. */
export interface Fixture {
  readonly name: string;
  readonly files: Readonly<Record<string, MemoryFile>>;
  /** Leaves this field out of the closure: the proof must then turn red. */
  readonly needs: string;
}

const ops = '- { op: add, path: /metadata/labels, value: { a: b } }\n';
const base = { 'overlay/a.yaml': object('a') };

/** Each builds, and needs the field that it names. */
export const buildable: readonly Fixture[] = [
  {
    name: 'files, a directory and its own directory above',
    needs: 'resources',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml, ../base]',
      ...base,
      'base/kustomization.yml': 'resources: [deep/b.yaml, deep/c]',
      'base/deep/b.yaml': object('b'),
      'base/deep/c/Kustomization': 'namePrefix: x-\nresources: [d.json]',
      'base/deep/c/d.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"}}',
    },
  },
  {
    name: 'bases',
    needs: 'bases',
    files: {
      'overlay/kustomization.yaml': 'bases: [../base]',
      'base/kustomization.yaml': 'resources: [b.yaml]',
      'base/b.yaml': object('b'),
    },
  },
  {
    name: 'components',
    needs: 'components',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\ncomponents: [../part]',
      ...base,
      'part/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{ path: p.yaml, target: { kind: ConfigMap } }]',
      'part/p.yaml': ops,
    },
  },
  {
    name: 'configurations',
    needs: 'configurations',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: x-\nconfigurations: [c.yaml]',
      ...base,
      'overlay/c.yaml': 'images: []',
    },
  },
  {
    name: 'crds',
    needs: 'crds',
    files: { 'overlay/kustomization.yaml': 'resources: [a.yaml]\ncrds: [c.json]', ...base, 'overlay/c.json': '{}' },
  },
  {
    name: 'openapi',
    needs: 'openapi',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\nopenapi: { path: s.json }',
      ...base,
      'overlay/s.json': '{"definitions":{}}',
    },
  },
  {
    name: 'configMapGenerator',
    needs: 'configMapGenerator',
    files: {
      'overlay/kustomization.yaml': 'configMapGenerator:\n- { name: m, files: [a.txt, k=sub/b.txt], envs: [c.env], env: d.env }',
      'overlay/a.txt': 'a',
      'overlay/sub/b.txt': 'b',
      'overlay/c.env': 'A=1',
      'overlay/d.env': 'B=1',
    },
  },
  {
    name: 'secretGenerator',
    needs: 'secretGenerator',
    files: {
      'overlay/kustomization.yaml': 'secretGenerator:\n- { name: m, files: [a.txt], envs: [c.env] }',
      'overlay/a.txt': 'a',
      'overlay/c.env': 'A=1',
    },
  },
  {
    name: 'patches',
    needs: 'patches',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: p.yaml, target: { kind: ConfigMap } }]',
      ...base,
      'overlay/p.yaml': ops,
    },
  },
  {
    name: 'patchesStrategicMerge',
    needs: 'patchesStrategicMerge',
    files: {
      'overlay/kustomization.yaml': `resources: [a.yaml]\npatchesStrategicMerge:\n- p.yaml\n- |-\n  ${indent(`${object('a').trim()}\ndata: { x: y }`)}`,
      ...base,
      'overlay/p.yaml': `${object('a')}data: { a: b }`,
    },
  },
  {
    name: 'patchesJson6902',
    needs: 'patchesJson6902',
    files: {
      'overlay/kustomization.yaml':
        'resources: [a.yaml]\npatchesJson6902: [{ path: p.yaml, target: { version: v1, kind: ConfigMap, name: a } }]',
      ...base,
      'overlay/p.yaml': ops,
    },
  },
  {
    name: 'replacements',
    needs: 'replacements',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\nreplacements: [{ path: r.yaml }]',
      ...base,
      'overlay/r.yaml':
        'source: { kind: ConfigMap, name: a, fieldPath: metadata.name }\ntargets: [{ select: { kind: ConfigMap }, fieldPaths: [data.x], options: { create: true } }]',
    },
  },
  {
    name: 'transformers: a file that names a file',
    needs: 'transformers',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\ntransformers: [t.yaml]',
      ...base,
      'overlay/t.yaml': plugin('PatchTransformer', 'path: p.yaml\ntarget: { kind: ConfigMap }'),
      'overlay/p.yaml': ops,
    },
  },
  {
    name: 'transformers: inline',
    needs: 'transformers',
    files: {
      'overlay/kustomization.yaml': `resources: [a.yaml]\ntransformers:\n- |-\n  ${indent(plugin('PatchStrategicMergeTransformer', 'paths: [p.yaml]'))}`,
      ...base,
      'overlay/p.yaml': `${object('a')}data: { a: b }`,
    },
  },
  {
    name: 'transformers: a directory',
    needs: 'transformers',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\ntransformers: [../cfg]',
      ...base,
      'cfg/kustomization.yaml': 'resources: [t.yaml]',
      'cfg/t.yaml': plugin('PatchJson6902Transformer', 'path: p.yaml\ntarget: { version: v1, kind: ConfigMap, name: a }'),
      'overlay/p.yaml': ops,
    },
  },
  {
    name: 'transformers: a directory that patches its objects',
    needs: 'transformers',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\ntransformers: [../cfg]',
      ...base,
      'cfg/kustomization.yaml': 'resources: [t.yaml]\npatches: [{ path: ch.yaml }]',
      'cfg/t.yaml': plugin('PatchTransformer', 'path: old.yaml\ntarget: { kind: ConfigMap }'),
      'cfg/ch.yaml': plugin('PatchTransformer', 'path: new.yaml'),
      'overlay/new.yaml': ops,
    },
  },
  {
    name: 'generators',
    needs: 'generators',
    files: {
      'overlay/kustomization.yaml': 'generators: [g.yaml]',
      'overlay/g.yaml': plugin('SecretGenerator', 'files: [a.txt]\nenvs: [b.env]'),
      'overlay/a.txt': 'a',
      'overlay/b.env': 'A=1',
    },
  },
  {
    name: 'validators',
    needs: 'validators',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\nvalidators: [v.yaml]',
      ...base,
      'overlay/v.yaml': plugin('ReplacementTransformer', 'replacements: [{ path: r.yaml }]'),
      'overlay/r.yaml': '[]',
    },
  },
  {
    name: 'helmCharts',
    needs: 'helmCharts',
    files: {
      'overlay/kustomization.yaml':
        'helmGlobals: { chartHome: home }\nhelmCharts: [{ name: c, releaseName: r, additionalValuesFiles: [v.yaml], valuesInline: { a: 1 } }]',
      'overlay/home/c/Chart.yaml': chart('c'),
      'overlay/home/c/values.yaml': 'a: 2',
      'overlay/home/c/templates/a.yaml': object('a'),
      'overlay/home/c/.helmignore': '*.md\n',
      'overlay/home/c/README.md': '',
      'overlay/v.yaml': 'b: 1',
    },
  },
  {
    name: 'helmCharts below their version',
    needs: 'helmCharts',
    files: {
      'overlay/kustomization.yaml':
        'helmCharts: [{ name: c, version: 1.0.0, repo: "https://example.invalid", releaseName: r, valuesFile: v.yaml }]',
      'overlay/charts/c-1.0.0/c/Chart.yaml': chart('c'),
      'overlay/charts/c-1.0.0/c/templates/a.yaml': object('a'),
      'overlay/v.yaml': 'b: 1',
    },
  },
  {
    name: 'helmChartInflationGenerator',
    needs: 'helmChartInflationGenerator',
    files: {
      'overlay/kustomization.yaml': 'helmChartInflationGenerator: [{ chartName: c, chartHome: ./home, releaseName: r, values: v.yaml }]',
      'overlay/home/c/Chart.yaml': chart('c'),
      'overlay/home/c/templates/a.yaml': object('a'),
      'overlay/v.yaml': 'a: 1',
    },
  },
  {
    name: 'links',
    needs: 'resources',
    files: {
      'overlay/kustomization.yaml': link('kustomization.real'),
      'overlay/kustomization.real': 'resources: [a.yaml, way/b.yaml, way/dir]\n',
      'overlay/a.yaml': link('./one.yaml'),
      'overlay/one.yaml': object('a'),
      'overlay/way': link('real'),
      'overlay/real/b.yaml': object('b'),
      'overlay/real/dir': link('../../base'),
      'base/kustomization.yaml': 'resources: [c.yaml]',
      'base/c.yaml': object('c'),
    },
  },
  {
    name: 'equal keys and letter case',
    needs: 'resources',
    files: { 'overlay/kustomization.yaml': 'Resources: [a.yaml]\nNamePrefix: a-\nnamePrefix: b-\n', ...base },
  },
];

/** None of them builds. */
export const failing: readonly Fixture[] = [
  { name: 'a file that is not there', needs: '', files: { 'overlay/kustomization.yaml': 'resources: [a.yaml, sub/b.yaml]' } },
  {
    name: 'a link that dangles',
    needs: '',
    files: { 'overlay/kustomization.yaml': 'resources: [a.yaml]', 'overlay/a.yaml': link('no/where.yaml') },
  },
  {
    name: 'two kustomization files',
    needs: '',
    files: { 'overlay/kustomization.yaml': 'resources: [a.yaml]', 'overlay/Kustomization': 'resources: [a.yaml]' },
  },
  { name: 'a directory without kustomization', needs: '', files: { 'overlay/kustomization.yaml': 'resources: [../d]', 'd/x.yaml': '' } },
  {
    name: 'a file outside the root of the kustomization',
    needs: '',
    files: { 'overlay/kustomization.yaml': 'resources: [../a.yaml]', 'a.yaml': object('a') },
  },
  {
    name: 'a missing patch',
    needs: '',
    files: { 'overlay/kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: no/p.yaml }]', ...base },
  },
  { name: 'a missing chart', needs: '', files: { 'overlay/kustomization.yaml': 'helmCharts: [{ name: c, releaseName: r }]' } },
  {
    name: "a plugin that is not kustomize's own",
    needs: '',
    files: {
      'overlay/kustomization.yaml': 'generators: [g.yaml]',
      'overlay/g.yaml': 'apiVersion: example.com/v1\nkind: Odd\nmetadata: { name: o }',
    },
  },
  {
    name: 'a cycle',
    needs: '',
    files: { 'overlay/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../overlay]' },
  },
  { name: 'a file where a directory should be', needs: '', files: { 'overlay/kustomization.yaml': 'resources: [a.yaml/b.yaml]', ...base } },
];
