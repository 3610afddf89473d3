// Is the kustomization that we make the one that Flux makes? Asked of fluxcd/pkg/kustomize, over real directories.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRecord, readYaml } from '@fairway/manifests';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askFlux, BUILD_TIME } from '../../test/flux-reference.ts';
import { memoryWorld, sight } from '../../test/flux-world.ts';
import { expandKustomization } from './kustomization.ts';

beforeAll(() => {
  askFlux([{ ask: 'object', text: '{}', vars: {} }]);
}, BUILD_TIME);

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

const object = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const KUSTOMIZATION = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  /** Nothing is to be written: what is there means the same. */
  readonly same?: boolean;
  readonly refused?: boolean;
}

const everything = {
  targetNamespace: 'shop',
  namePrefix: 'a-',
  nameSuffix: '-z',
  patches: [
    { patch: '- op: remove\n  path: /data\n', target: { kind: 'ConfigMap', name: 'x', labelSelector: 'a=b' } },
    { patch: object('x') },
    { patch: object('y'), target: {} },
  ],
  images: [
    { name: 'web', newTag: '2' },
    { name: 'db', newName: 'example.org/db', digest: 'sha256:abc' },
    { name: 'new', newName: 'n' },
  ],
  components: ['../components/c'],
  buildMetadata: ['originAnnotations', 'managedByLabel'],
};

const CASES: readonly Case[] = [
  { name: 'one file', files: { 'app/a.yaml': object('a') } },
  {
    name: 'files and directories, in order',
    files: {
      'app/b.yaml': object('b'),
      'app/a/z.yml': object('z'),
      'app/a-b/y.yaml': object('y'),
      'app/B.yaml': object('bb'),
      'app/a.yaml': object('a'),
    },
  },
  {
    name: 'directories with kustomizations of their own',
    files: {
      'app/a.yaml': object('a'),
      'app/x/kustomization.yaml': KUSTOMIZATION,
      'app/x/deep/b.yaml': object('b'),
      'app/y/Kustomization': KUSTOMIZATION,
      'app/y/c.yaml': object('c'),
      'app/z/w/kustomization.yml': KUSTOMIZATION,
      'app/z/d.yaml': object('d'),
    },
  },
  {
    name: 'other files are left out',
    files: { 'app/a.yaml': object('a'), 'app/README.md': 'x', 'app/b.json': '{}', 'app/.hidden.yaml': object('h') },
  },
  { name: 'nothing to take', files: { 'app/README.md': 'x' } },
  { name: 'nothing to take, with a namespace', files: { 'app/README.md': 'x' }, spec: { targetNamespace: 'shop' } },
  {
    name: 'several objects, lists and empty documents',
    files: {
      'app/a.yaml': `${object('a')}---\n# nothing\n---\n${object('b')}`,
      'app/list.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${object('l').replaceAll('\n', '\n  ').trimEnd()}\n`,
    },
  },
  { name: 'a file that is no object', files: { 'app/a.yaml': object('a'), 'app/values.yaml': 'replicas: 1\n' }, refused: true },
  { name: 'a file that is no YAML', files: { 'app/a.yaml': 'a: [\n' }, refused: true },
  {
    name: 'generated with all fields',
    files: { 'app/a.yaml': object('a'), 'components/c/kustomization.yaml': KUSTOMIZATION },
    spec: everything,
  },
  {
    name: 'as it is',
    files: { 'app/kustomization.yaml': `${KUSTOMIZATION}resources:\n- a.yaml\n`, 'app/a.yaml': object('a') },
    same: true,
  },
  {
    name: 'as it is, without kind',
    files: { 'app/kustomization.yml': 'resources:\n- a.yaml\nnamespace: x\n', 'app/a.yaml': object('a') },
    same: true,
  },
  {
    name: 'all fields over all fields',
    files: {
      'app/kustomization.yaml': `${KUSTOMIZATION}resources: [a.yaml]\nnamespace: x\nnamePrefix: p\nnameSuffix: s\nimages:\n- {name: web, newName: w, newTag: "1", digest: "sha256:x", tagSuffix: -t}\n- {name: db, newTag: "1"}\n- {name: keep, newTag: "1"}\npatches:\n- path: p.yaml\n  options: {allowNameChange: true}\ncomponents: [../components/d]\nbuildMetadata: [transformerAnnotations]\n`,
      'app/a.yaml': object('a'),
      'app/p.yaml': object('a'),
      'components/c/kustomization.yaml': '',
      'components/d/kustomization.yaml': '',
    },
    spec: everything,
  },
  {
    name: 'only components',
    files: {
      'app/kustomization.yaml': `${KUSTOMIZATION}components: [../c]\nbuildMetadata: [managedByLabel]\n`,
      'c/kustomization.yaml': '',
    },
  },
  { name: 'only bases', files: { 'app/kustomization.yaml': 'bases:\n- ../c\n', 'c/kustomization.yaml': '' } },
  { name: 'empty file', files: { 'app/kustomization.yaml': '' } },
  {
    name: 'fields that kustomize does not know',
    files: {
      'app/Kustomization': `${KUSTOMIZATION}resources: [a.yaml]\nfoo: bar\nNamespace: upper\nimages:\n- {name: web, bar: 1}\nreplacements:\n- source: {kind: X, fieldPath: a.b, nope: 1}\n  targets:\n  - select: {kind: Job, namex: z}\n    fieldPaths: [c]\n    options: {create: true, delimiter: /}\n`,
      'app/a.yaml': object('a'),
    },
  },
  {
    name: 'generators, vars, labels, replicas, helm charts',
    files: {
      'app/kustomization.yaml': `resources: [a.yaml]\nconfigMapGenerator:\n- name: c\n  literals: [a=b]\n  envs: [x.env]\n  behavior: merge\n  options: {disableNameSuffixHash: true, labels: {a: b}}\nsecretGenerator:\n- {name: s, type: Opaque, files: [a.yaml]}\nvars:\n- name: V\n  objref: {kind: ConfigMap, name: c, apiVersion: v1}\n  fieldref: {fieldpath: metadata.name}\nlabels:\n- pairs: {a: b}\n  includeSelectors: true\n  fields: [{path: spec/x, create: true, kind: D}]\nreplicas: [{name: d, count: 0}]\nhelmCharts:\n- {name: h, repo: "https://x", version: "1", valuesInline: {a: {b: null, c: [1]}}, includeCRDs: true}\nhelmGlobals: {chartHome: ch}\nsortOptions: {order: legacy, legacySortOptions: {orderFirst: [A], orderLast: [B]}}\ngeneratorOptions: {immutable: true}\nopenapi: {path: s.json}\npatchesStrategicMerge: [p.yaml]\npatchesJson6902:\n- {target: {version: v1, kind: D, name: d}, path: j.yaml}\ncommonLabels: {x: y}\ncommonAnnotations: {x: y}\nimageTags: [{name: o, newTag: "3"}]\ncrds: [crd.json]\n`,
      'app/a.yaml': object('a'),
    },
    spec: { namePrefix: 'p-' },
  },
  {
    name: 'components that are not there',
    files: { 'app/a.yaml': object('a'), 'components/c/kustomization.yaml': '' },
    spec: { components: ['../components/c', '../components/none'], ignoreMissingComponents: true },
  },
  { name: 'remote components', files: { 'app/a.yaml': object('a') }, spec: { components: ['https://example.org/x'] }, refused: true },
  {
    name: 'numbers where text is wanted',
    files: {
      'app/kustomization.yaml':
        'resources: [a.yaml]\nnamespace: 12\nimages: [{name: web, newTag: 1.20}]\ncommonLabels: {a: 1, b: yes, c: 0.0000001, d: 12345678}\n',
      'app/a.yaml': object('a'),
    },
  },
  {
    name: 'an image without a name',
    files: { 'app/kustomization.yaml': 'resources: [a.yaml]\nimages: [{newTag: "1"}]\n', 'app/a.yaml': object('a') },
    spec: { images: [{ name: '', newTag: '2' }] },
  },
  { name: 'a broken kustomization', files: { 'app/kustomization.yaml': 'resources: [\n' }, spec: { namePrefix: 'x' }, refused: true },
];

/** What an absent field means to kustomize. */
function meaning(value: unknown, top = true): unknown {
  if (Array.isArray(value)) return value.map((item) => meaning(item, false));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([key, entry]) => {
    const empty =
      entry === null ||
      entry === false ||
      entry === '' ||
      entry === 0 ||
      (isRecord(entry) && Object.keys(entry).length === 0 && key !== 'target');
    return !empty || (top && key === 'valuesInline');
  });
  return Object.fromEntries(
    entries.map(([key, entry]) => [key === 'fieldpath' ? 'fieldPath' : key, key === 'valuesInline' ? entry : meaning(entry, false)]),
  );
}

function write(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'flux-generate-'));
  roots.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

async function ours({ files, spec = {} }: Case): Promise<unknown> {
  const flux = JSON.stringify({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'app', namespace: 'flux-system' },
    spec: { sourceRef: { kind: 'GitRepository', name: 'flux-system' }, path: './app', ...spec },
  });
  const [sighted] = sight(flux);
  if (sighted === undefined) throw new Error('no object');
  const expansion = await expandKustomization(sighted, memoryWorld({ files }));
  if (expansion.kind !== 'app') return expansion.kind;
  return [...expansion.parts[0].files].map(([path, content]) => [path, meaning(readYaml(String(content)).values[0])]);
}

it(`agrees on ${CASES.length} directories`, async () => {
  const answers = askFlux(
    CASES.map(({ files, spec = {} }) => {
      const root = write(files);
      return { ask: 'generate', root, path: join(root, 'app'), object: { spec } };
    }),
  );
  for (const [at, one] of CASES.entries()) {
    const { text = '', file = '', error } = answers[at] ?? {};
    const root = roots[at] ?? '';
    const theirs: unknown = error === undefined ? [[file.slice(root.length + 1), meaning(JSON.parse(text))]] : 'failed';
    const mine = await ours(one);
    if (one.refused === true) expect({ case: one.name, theirs, mine }).toEqual({ case: one.name, theirs: 'failed', mine: 'failed' });
    else if (one.same !== true) expect({ case: one.name, result: mine }).toEqual({ case: one.name, result: theirs });
    else {
      expect({ case: one.name, mine }).toEqual({ case: one.name, mine: [] });
      const source = Object.entries(one.files).find(([path]) => path.startsWith('app/kustomization'));
      const head = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
      const written = meaning(readYaml(source?.[1] ?? '').values[0]);
      expect(theirs).toEqual([[source?.[0], { ...head, ...(isRecord(written) ? written : {}) }]]);
    }
  }
});
