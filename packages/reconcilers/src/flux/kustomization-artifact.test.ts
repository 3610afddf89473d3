// Which files does an artifact hold that Flux puts together from others?
import { describe, expect, it } from 'vitest';
import { memoryWorld, sight } from '../../test/flux-world.ts';
import { expandKustomization } from './kustomization.ts';

const FLUX =
  'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: web, namespace: flux-system}\nspec: {path: PATH, sourceRef: {kind: ExternalArtifact, name: apps}}\n';

const FILES = {
  'apps/base/kustomization.yaml': 'resources: [a.yaml]\n',
  'apps/base/a.yaml': 'kind: A\n',
  'apps/base/deep/x/b.yaml': 'kind: B\n',
  'apps/base/README.md': '',
  'apps/prod/kustomization.yaml': 'resources: [../base]\n',
  'apps/test/kustomization.yaml': 'resources: [../base]\n',
  'apps/logo.png': '',
  'one.yaml': 'kind: One\n',
};

function generator(copy: string, sources = '{alias: repo, kind: GitRepository, name: flux-system}'): string {
  return `apiVersion: source.extensions.fluxcd.io/v1beta1\nkind: ArtifactGenerator\nmetadata: {name: g, namespace: flux-system}\nspec: {sources: [${sources}], artifacts: [{name: apps, copy: [${copy}]}]}\n`;
}

function expand(objects: string, path = './') {
  const [sighted] = sight(FLUX.replace('PATH', path));
  if (sighted === undefined) throw new Error('no object');
  return expandKustomization(sighted, memoryWorld({ files: FILES, objects }));
}

/** Resources that Flux generates for the root of the artifact. */
async function resources(copy: string): Promise<readonly string[]> {
  const expansion = await expand(generator(copy));
  if (expansion.kind !== 'app') throw new Error(JSON.stringify(expansion));
  const { renderer, files } = expansion.parts[0];
  const text = String(files.get(renderer.kind === 'kustomize' ? `${renderer.path}/kustomization.yaml` : ''));
  return [...text.matchAll(/^- (.*)$/gm)].map((match) => match[1] ?? '');
}

describe('an artifact', () => {
  it('that keeps places is rendered where its files are', async () => {
    const copy = '{from: "@repo/apps/base/**", to: "@artifact/base/"}, {from: "@repo/apps/prod/**", to: "@artifact/prod/"}';
    expect(await expand(generator(copy), './prod')).toMatchObject({
      parts: [{ renderer: { kind: 'kustomize', path: 'apps/prod' }, files: new Map() }],
      uses: [
        { kind: 'ExternalArtifact', name: 'apps' },
        { kind: 'GitRepository', name: 'flux-system' },
      ],
    });
    expect(await expand(generator(copy), './test')).toMatchObject({
      kind: 'failed',
      problems: [{ hint: expect.stringContaining('holds base, prod') }],
    });
  });

  it('that moves files is laid elsewhere', async () => {
    const expansion = await expand(generator('{from: "@repo/apps/base/**", to: "@artifact/web/"}'), './web');
    expect(expansion).toMatchObject({ parts: [{ renderer: { path: '.fairway/artifacts/flux-system/apps/web' } }] });
    expect(
      expansion.kind === 'app' &&
        [...expansion.parts[0].files.keys()].map((path) => path.replace('.fairway/artifacts/flux-system/apps/', '')),
    ).toEqual(['web/README.md', 'web/a.yaml', 'web/deep/x/b.yaml', 'web/kustomization.yaml']);
  });

  it.each([
    ['a file to a name', '{from: "@repo/one.yaml", to: "@artifact/x/two.yaml"}', ['./x/two.yaml']],
    ['a file to a directory', '{from: "@repo/one.yaml", to: "@artifact/x/"}', ['./x/one.yaml']],
    ['a directory as such', '{from: "@repo/apps/base/deep/", to: "@artifact/y"}', ['./y/deep/x/b.yaml']],
    [
      'what is in a directory, but for some',
      '{from: "@repo/apps/base/**", to: "@artifact/z/", exclude: ["kustomization.yaml", "**/x/**"]}',
      ['./z/a.yaml'],
    ],
    [
      'files by name, which keep their path',
      '{from: "@repo/apps/base/*.yaml", to: "@artifact/y/", exclude: [kustomization.yaml]}',
      ['./y/apps/base/a.yaml'],
    ],
    [
      'several, one after the other',
      '{from: "@repo/one.yaml", to: "@artifact/x/"}, {from: "@repo/apps/base/a.yaml", to: "@artifact/x/one.yaml"}',
      ['./x/one.yaml'],
    ],
  ])('takes %s', async (_, copy, expected) => {
    expect(await resources(copy)).toEqual(expected);
  });

  it.each([
    [
      'is waited for when no generator is known',
      '',
      { kind: 'waiting', problem: { message: expect.stringContaining('ExternalArtifact flux-system/apps, which is not there') } },
    ],
    [
      'is not looked at when something else makes it',
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: ExternalArtifact\nmetadata: {name: apps, namespace: flux-system}\nspec: {}\n',
      { kind: 'not-looked-at' },
    ],
    [
      'is not looked at when it is merged',
      generator('{from: "@repo/one.yaml", to: "@artifact/a.yaml", strategy: Merge}'),
      { kind: 'not-looked-at' },
    ],
    [
      'fails when nothing matches',
      generator('{from: "@repo/apps/*.nope", to: "@artifact/"}'),
      { kind: 'failed', problems: [{ message: 'ArtifactGenerator flux-system/g: @repo/apps/*.nope matches no file' }] },
    ],
    [
      'fails with an unknown alias',
      generator('{from: "@x/one.yaml", to: "@artifact/"}'),
      {
        kind: 'failed',
        problems: [{ message: 'ArtifactGenerator flux-system/g: @x/one.yaml names the alias x, which is no source of it' }],
      },
    ],
    [
      'fails when it leaves its root',
      generator('{from: "@repo/one.yaml", to: "@artifact/../x"}'),
      { kind: 'failed', problems: [{ code: 'path-escapes' }] },
    ],
    [
      'cannot be made of itself',
      generator('{from: "@repo/one.yaml", to: "@artifact/"}', '{alias: repo, kind: ExternalArtifact, name: apps}'),
      { kind: 'not-looked-at' },
    ],
  ])('%s', async (_, objects, expected) => {
    expect(await expand(objects)).toMatchObject(expected);
  });
});
