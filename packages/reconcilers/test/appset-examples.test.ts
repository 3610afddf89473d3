// Which Applications do the example ApplicationSets make?
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { valueAt } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { expandApplicationSet } from '../src/argo/application-set.ts';
import type { World } from '../src/model.ts';
import { argoWorld, sighted } from './argo-world.ts';

const root = join(import.meta.dirname, 'appset-examples');
const files = Object.fromEntries(
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(root, path), readFileSync(path, 'utf8')]),
);
const clusters = [
  {
    name: 'Prod_EU',
    labels: { region: 'europe', stage: 'prod' },
    annotations: { owner: 'ops' },
    server: 'https://eu.example.test',
  },
  { name: 'us', labels: { region: 'america', stage: 'prod' }, annotations: {}, server: 'https://us.example.test' },
];
const world: World = { ...argoWorld({ files, clusters }), isSelf: (url) => url === 'https://git.example.test/fairway/appset-examples.git' };

async function made(name: string) {
  const file = `sets/${name}.yaml`;
  const expansion = await expandApplicationSet(sighted(files[file] ?? '', file), world);
  if (expansion.kind !== 'objects') throw new Error(JSON.stringify(expansion));
  return expansion.objects;
}

const ANNOTATIONS = '/metadata/annotations';
const PATH = '/spec/source/path';

/** Set → name of each Application → what stands at a pointer. */
const EXPECTED: readonly (readonly [set: string, pointer: string, values: Readonly<Record<string, unknown>>])[] = [
  [
    'list-go',
    '/metadata/labels',
    { 'list-web-test': { stage: 'TEST', 'web-key': 'fixed' }, 'list-shop-prod': { stage: 'PROD', 'shop-key': 'fixed' } },
  ],
  ['list-go', ANNOTATIONS, { 'list-web-test': { replicas: '2' }, 'list-shop-prod': { replicas: '3' } }],
  ['list-fast', ANNOTATIONS, { 'fast-web-test': { unknown: '{{ missing }} web' }, 'fast-shop-prod': { unknown: '{{ missing }} shop' } }],
  ['list-yaml', ANNOTATIONS, { 'yaml-web': { size: '1e+06', whole: '1000000' }, 'yaml-admin': { size: '1.5', whole: '1' } }],
  [
    'git-directories-go',
    ANNOTATIONS,
    {
      'dir-web-site.v2': { first: 'apps', all: 'apps,Web_Site.v2', from: 'Web_Site.v2' },
      'dir-group': { first: 'apps', all: 'apps,group', from: 'group' },
      'dir-shop': { first: 'apps', all: 'apps,shop', from: 'shop' },
      'dir-web': { first: 'apps', all: 'apps,web', from: 'web' },
    },
  ],
  [
    'git-directories-fast',
    PATH,
    {
      'dirs-web-site.v2': 'apps/Web_Site.v2',
      'dirs-admin': 'apps/admin',
      'dirs-group': 'apps/group',
      'dirs-shop': 'apps/shop',
      'dirs-web': 'apps/web',
    },
  ],
  ['git-directories-prefix', PATH, { 'prefix-inner': 'apps/group/inner' }],
  [
    'git-files-go',
    ANNOTATIONS,
    {
      'file-eu': { replicas: '3', zones: '[a b]', path: 'clusters/eu|config.json|config.json|eu', canary: 'yes' },
      'file-us': { replicas: '1e+06', zones: '[]', path: 'clusters/us|config.json|config.json|us', canary: 'no' },
    },
  ],
  [
    'git-files-fast',
    ANNOTATIONS,
    {
      'files-eu': { replicas: '3', zone: 'a', path: 'clusters/eu|config.json|eu', canary: 'true' },
      'files-us': { replicas: '1e+06', zone: '{{zones.0}}', path: 'clusters/us|config.json|us', canary: 'false' },
    },
  ],
  ['git-files-array', ANNOTATIONS, { 'tenant-red': { quota: '1.5' } }],
  [
    'clusters-go',
    ANNOTATIONS,
    {
      'cluster-prod-eu': { server: 'https://eu.example.test', note: 'cluster Prod_EU', labels: expect.stringContaining('region:europe') },
      'cluster-us': { server: 'https://us.example.test', note: 'cluster us', labels: expect.stringContaining('stage:prod') },
      'cluster-in-cluster': { server: 'https://kubernetes.default.svc', note: 'cluster in-cluster', labels: 'none' },
    },
  ],
  ['clusters-selected', ANNOTATIONS, { 'selected-prod-eu': { stage: 'prod', owner: 'ops' } }],
  ['clusters-flat', ANNOTATIONS, { flat: { names: 'Prod_EU,us,in-cluster' } }],
  [
    'matrix-go',
    PATH,
    { 'matrix-shop-test': 'apps/shop', 'matrix-shop-prod': 'apps/shop', 'matrix-web-test': 'apps/web', 'matrix-web-prod': 'apps/web' },
  ],
  ['matrix-dependent', PATH, { 'dependent-web': 'apps/web', 'dependent-shop': 'apps/shop' }],
  ['matrix-nested', PATH, { 'nested-x1z': 'apps/web', 'nested-w1z': 'apps/web' }],
  ['merge-fast', ANNOTATIONS, { 'merge-web': { all: '1-test' }, 'merge-shop': { all: '5-prod' } }],
  [
    'merge-go',
    ANNOTATIONS,
    {
      'merged-web': { settings: '{"labels":{"a":"x"},"size":1}' },
      'merged-shop': { settings: '{"labels":{"a":"x","b":"z"},"size":1}' },
    },
  ],
  ['template-override', '/metadata/labels', { 'own-web': { from: 'generator', set: 'yes' }, 'base-shop': { set: 'yes' } }],
  ['template-override', '/spec/destination/namespace', { 'own-web': 'other', 'base-shop': 'examples' }],
  ['template-override', PATH, { 'own-web': 'apps/web', 'base-shop': 'apps/shop' }],
  ['template-patch', '/spec/project', { 'patched-web': 'default', 'patched-shop': 'default' }],
  ['template-patch', PATH, { 'patched-web': undefined, 'patched-shop': undefined }],
  ['template-patch', '/spec/syncPolicy', { 'patched-web': { automated: { prune: true } }, 'patched-shop': undefined }],
  ['template-patch', '/spec/source/helm', { 'patched-web': { valueFiles: ['a.yaml', 'b.yaml'] }, 'patched-shop': undefined }],
  [
    'template-patch',
    '/metadata/finalizers',
    {
      'patched-web': ['example.test/extra', 'resources-finalizer.argocd.argoproj.io'],
      'patched-shop': ['example.test/extra', 'resources-finalizer.argocd.argoproj.io'],
    },
  ],
  ['values-object', '/spec/source/helm/valuesObject', { 'values-web': { name: 'web', web: { size: '3', fixed: 7, enabled: true } } }],
  ['values-object', '/metadata/finalizers', { 'values-web': undefined }],
  [
    'functions',
    ANNOTATIONS,
    {
      'a-long-name.with-all': {
        slug: 'a-long-name-with-all',
        short: 'a-long',
        yaml: 'name: A_long Name.With/all',
        from: '[1 true]',
        printf: '00042|A_long Name.With/all|1.50',
        semver: 'true',
        regex: 'a-long-name-with-all',
        dict: 'a=[1 x];b=1;',
      },
    },
  ],
];

describe('example ApplicationSets', () => {
  it.each(EXPECTED)('%s at %s', async (set, pointer, values) => {
    const objects = await made(set);
    expect(Object.fromEntries(objects.map((object) => [object.metadata.name, valueAt(object, pointer)]))).toEqual(values);
  });

  it('has no example without an expectation', () => {
    const sets = Object.keys(files).filter((path) => path.startsWith('sets/'));
    expect(new Set(EXPECTED.map(([set]) => `sets/${set}.yaml`))).toEqual(new Set(sets));
  });
});
