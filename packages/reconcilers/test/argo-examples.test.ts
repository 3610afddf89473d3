// Do the example Applications render to what they promise, with the real programs?
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { createRenderers, resolveTool } from '@fairway/adapters';
import type { RendererRequest, ResolvedTool } from '@fairway/contracts';
import { type ManifestObject, parseManifests, valueAt } from '@fairway/manifests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandApplication } from '../src/argo/application.ts';
import type { ExpandedPart, Expansion } from '../src/model.ts';
import { argoWorld, partsOf, sighted } from './argo-world.ts';

const root = join(import.meta.dirname, 'argo-examples');
const files = Object.fromEntries(
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(root, path), readFileSync(path, 'utf8')]),
);
const world = argoWorld({ files });
const expand = (name: string): Promise<Expansion> => {
  const file = `applications/${name}.yaml`;
  return expandApplication(sighted(files[file] ?? '', file), world);
};

let helm: ResolvedTool;
let kustomize: ResolvedTool;
const directories: string[] = [];
beforeAll(async () => {
  [helm, kustomize] = await Promise.all(['helm4', 'kustomize'].map((name) => resolveTool(name, { environment: process.env }))).then(
    ([first, second]) => {
      if (first === undefined || second === undefined) throw new Error('helm or kustomize is missing');
      return [first, second];
    },
  );
});
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A copy of the repository with the files that exist for this part only. */
const copyFor = ({ files: own }: ExpandedPart): string => {
  const directory = mkdtempSync(join(tmpdir(), 'argo-examples-'));
  directories.push(directory);
  cpSync(root, directory, { recursive: true });
  for (const [path, content] of own) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
};

const requestOf = (part: ExpandedPart): RendererRequest | undefined => {
  const { renderer } = part;
  if (renderer.kind === 'directory') return undefined;
  const base = { id: 'a', root: copyFor(part) };
  if (renderer.kind === 'kustomize')
    return { ...base, renderer: 'kustomize', program: kustomize, path: renderer.path, loadRestrictor: 'root-only' };
  const { skipCrds, kind: _, namespace = 'default', ...rest } = renderer;
  return { ...base, ...rest, namespace, renderer: 'helm', program: helm, kubeVersion: '1.36.0', apiVersions: [], includeCrds: !skipCrds };
};

const renderPart = async (part: ExpandedPart): Promise<readonly ManifestObject[]> => {
  const request = requestOf(part);
  const texts: string[] = [];
  if (request === undefined) {
    const { renderer } = part;
    for (const file of (renderer.kind === 'directory' ? renderer.files : undefined) ?? []) texts.push(files[file] ?? '');
  } else {
    for await (const result of createRenderers().render([request])) {
      if (!result.ok) throw result.error;
      texts.push(result.stdout);
    }
  }
  return texts.flatMap((text) => parseManifests(text).objects);
};

const render = async (name: string): Promise<readonly ManifestObject[]> =>
  (await Promise.all(partsOf(await expand(name)).map(renderPart))).flat();

const named = (objects: readonly ManifestObject[]) =>
  objects.map(({ kind, metadata: { name, namespace } }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`).toSorted();
const pick = (objects: readonly ManifestObject[], kind: string, pointer: string): unknown =>
  valueAt(
    objects.find((object) => object.kind === kind),
    pointer,
  );

const WEB = [
  'ConfigMap shop/NAME-config',
  'CustomResourceDefinition widgets.example.test',
  'Deployment NAME-web',
  'Job NAME-migrate',
  'Pod NAME-ping',
];
const web = (name: string) => WEB.map((object) => object.replace('NAME', name));

describe('the example Applications', () => {
  it.each([
    ['directory', ['ClusterRole reader', 'ConfigMap elsewhere/two', 'ConfigMap listed', 'ConfigMap one']],
    ['directory-recurse', ['ClusterRole reader', 'ConfigMap elsewhere/two', 'ConfigMap inner', 'ConfigMap listed', 'ConfigMap one']],
    ['directory-include', ['ConfigMap inner', 'ConfigMap inner-test']],
    ['helm', web('helm')],
    ['helm-values', web('helm-values')],
    ['helm-values-object', web('helm-values-object')],
    ['helm-values-glob', web('helm-values-glob')],
    ['helm-parameters', web('helm-parameters')],
    ['helm-release', ['ConfigMap backstage/other-config', 'Deployment other-web', 'Job other-migrate']],
    ['helm-overrides', ['ConfigMap overridden']],
    ['multi-source', [...web('multi-source'), 'Deployment web-second', 'Service web-second']],
    ['kustomize', ['Deployment web', 'Service web']],
    ['kustomize-yml', ['ConfigMap backstage/yml']],
    ['kustomize-names', ['Deployment backstage/pre-web-post', 'Service backstage/pre-web-post']],
    ['kustomize-patches', ['Deployment web', 'Service web']],
    ['hydrated', ['Deployment dry-web', 'Service dry-web']],
  ])('%s makes its objects', async (name, expected) => {
    expect(named(await render(name))).toEqual(expected.toSorted());
  });

  it.each([
    ['helm', 'ConfigMap', '/data', { message: 'chart', flag: 'string-no', hosts: '', config: '' }],
    ['helm-values', 'ConfigMap', '/data/hosts', 'a.example.test;b.example.test'],
    ['helm-values', 'ConfigMap', '/data/message', 'shared'],
    ['helm-values', 'Deployment', '/spec/replicas', 3],
    ['helm-values-object', 'Deployment', '/spec/replicas', 2],
    ['helm-values-object', 'ConfigMap', '/data/flag', 'bool-true'],
    ['helm-values-glob', 'ConfigMap', '/data/message', 'base'],
    ['helm-parameters', 'ConfigMap', '/data/message', 'one, two helm-parameters shop $5'],
    ['helm-parameters', 'ConfigMap', '/data/flag', 'string-true'],
    ['helm-parameters', 'ConfigMap', '/data/hosts', 'x.example.test;y.example.test'],
    ['helm-parameters', 'ConfigMap', '/data/config', 'good morning, all\n'],
    ['helm-parameters', 'Deployment', '/spec/replicas', 4],
    ['helm-release', 'Deployment', '/spec/replicas', 7],
    ['helm-overrides', 'ConfigMap', '/data/message', 'for one'],
    ['helm-overrides-common', 'ConfigMap', '/data/message', 'for all'],
    ['multi-source', 'ConfigMap', '/data/config', 'from the other source\n'],
    ['kustomize-names', 'Deployment', '/spec/replicas', 3],
    ['kustomize-images', 'Deployment', '/spec/template/spec/containers/0/image', 'mirror.example.test:5000/web:2.0.0'],
    ['kustomize-images', 'Deployment', '/spec/template/spec/containers/1/image', `registry.example.test/sidecar@sha256:${'0'.repeat(64)}`],
    ['kustomize-labels', 'Service', '/spec/selector/app-name', 'kustomize-labels'],
    ['kustomize-labels', 'Service', '/metadata/annotations', { team: 'shop', path: 'overlays/web' }],
    ['kustomize-labels-plain', 'Deployment', '/spec/template/metadata/labels', { app: 'web', tier: 'front', zone: 'eu' }],
    ['kustomize-labels-plain', 'Service', '/spec/selector', { app: 'web' }],
    ['kustomize-labels-plain', 'Service', '/metadata/annotations/note', '$ARGOCD_APP_NAME'],
    ['kustomize-patches', 'Deployment', '/metadata/annotations', { team: 'shop', first: 'yes', second: 'yes', debug: 'on' }],
  ])('%s: %s %s', async (name, kind, pointer, expected) => {
    expect(pick(await render(name), kind, pointer)).toEqual(expected);
  });

  it('without options, kustomize renders where the files stand', async () => {
    expect(partsOf(await expand('kustomize'))[0]?.files.size).toBe(0);
  });

  it('names Jsonnet as not looked at', async () => {
    expect(await expand('directory-jsonnet')).toEqual({
      kind: 'not-looked-at',
      reason: 'jsonnet/object.jsonnet is Jsonnet, which is not evaluated',
    });
  });

  it('are all expanded', async () => {
    const names = Object.keys(files).flatMap((path) => /^applications\/(.*)\.yaml$/.exec(path)?.[1] ?? []);
    const kinds = await Promise.all(names.map(async (name) => [name, (await expand(name)).kind] as const));
    expect(kinds.filter(([name, kind]) => kind !== 'app' && name !== 'directory-jsonnet')).toEqual([]);
    expect(names.length).toBeGreaterThan(20);
  });
});
