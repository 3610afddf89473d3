// What is said when a Flux Kustomization cannot be rendered?
import { describe, expect, it } from 'vitest';
import { expand, flux, found, source } from '../../test/flux-kustomization.ts';

describe('bad input', () => {
  it.each([
    [
      'an unknown version',
      flux('path: apps/web', { version: 'v2' }),
      {},
      'Kustomization flux-system/web: apiVersion kustomize.toolkit.fluxcd.io/v2 is not known',
      'known versions: kustomize.toolkit.fluxcd.io/v1,',
    ],
    [
      'a path that leaves the repository',
      flux('path: ../../etc'),
      {},
      'Kustomization flux-system/web: spec.path "../../etc" leaves the repository',
      'from its root',
    ],
    [
      'a path that is not there',
      flux('path: apps/wbe'),
      { objects: source('GitRepository', '{url: "https://x/self"}', 'flux-system'), self: ['https://x/self'] },
      'Kustomization flux-system/web: spec.path apps/wbe is not there',
      'did you mean web? apps holds db, web',
    ],
    [
      'a path that is a file',
      flux('path: apps/web/a.yaml'),
      {},
      'Kustomization flux-system/web: spec.path apps/web/a.yaml is a file',
      'directory',
    ],
    [
      'itself as dependency',
      flux('path: apps/web\ndependsOn: [{name: web}]'),
      {},
      'Kustomization flux-system/web: it depends on itself, and would wait for ever',
      'dependsOn',
    ],
    [
      'a component that leaves the repository',
      flux('path: apps/web\ncomponents: [../../../x]'),
      {},
      'Kustomization flux-system/web: component ../../../x leaves the repository',
      'spec.path',
    ],
    [
      'a component that is not there',
      flux('path: apps/web\ncomponents: [../x]'),
      {},
      'Kustomization flux-system/web: component ../x is not there: looked for apps/x',
      'ignoreMissingComponents',
    ],
    [
      'a remote component',
      flux('path: apps/web\ncomponents: ["https://example.org/x"]'),
      {},
      'Kustomization flux-system/web: component https://example.org/x is not local and relative',
      'directory',
    ],
    [
      'a variable with a wrong name',
      flux('path: apps/web\npostBuild: {substitute: {a-b: x}}'),
      {},
      'Kustomization flux-system/web: a-b in postBuild.substitute is no name for a variable',
      'letters',
    ],
    [
      'a key with a wrong name',
      flux('path: apps/web\npostBuild: {substituteFrom: [{kind: ConfigMap, name: c}]}'),
      { data: { 'ConfigMap flux-system/c': found({ 'a.b': 'x' }) } },
      'Kustomization flux-system/web: the key a.b of ConfigMap flux-system/c is no name for a variable',
      'rename',
    ],
    [
      'a source that is not locked',
      flux('path: apps/web\nsourceRef: {kind: GitRepository, name: src}'),
      { objects: source('GitRepository', '{url: "https://x/y"}') },
      'Kustomization flux-system/web: it is not in fairway.lock',
      'fairway lock',
    ],
    [
      'a source that is wrong itself',
      flux('path: apps/web\nsourceRef: {kind: GitRepository, name: src}'),
      { objects: source('GitRepository', '{url: 5}') },
      'GitRepository flux-system/src: spec.url must be text, found 5',
      'spec.url',
    ],
    [
      'a file that is no object',
      flux('path: apps/web'),
      { files: { 'apps/web/values.yaml': 'a: 1\nb: 2\n' } },
      'Kustomization flux-system/web: apps/web/values.yaml is no Kubernetes object: apiVersion must be text, found nothing',
      'add a kustomization.yaml',
    ],
    [
      'a kustomization that is no YAML',
      flux('path: apps/web'),
      { files: { 'apps/web/kustomization.yaml': 'a: [\n' } },
      expect.stringContaining('apps/web/kustomization.yaml cannot be read as a kustomization'),
      'correct the file',
    ],
  ])('%s', async (_, text, world, message, hint) => {
    const expansion = await expand(text, world);
    expect(expansion).toMatchObject({ kind: 'failed', problems: [{ message, hint: expect.stringContaining(hint) }] });
  });

  it('is told all at once, at the object', async () => {
    const spec =
      'path: 5\nsourceRef: {kind: HelmRepository, name: ""}\nimages: [{newTag: 1}]\npostBuild: {substitute: {A: 1}}\nsuspend: "yes"\n';
    const expansion = await expand(flux(spec));
    if (expansion.kind !== 'failed') throw new Error(expansion.kind);
    expect(expansion.problems.map(({ message }) => message.replace('Kustomization flux-system/web: ', ''))).toEqual([
      'spec.sourceRef.kind must be one of GitRepository, OCIRepository, Bucket, ExternalArtifact, found "HelmRepository"',
      'spec.sourceRef.name must be text that is not empty, found ""',
      'spec.path must be text, found 5',
      'spec.images[0].name must be text, found nothing',
      'spec.images[0].newTag must be text, found 1',
      'spec.postBuild.substitute.A must be text (quote it), found 1',
      'spec.suspend must be true or false, found "yes"',
    ]);
    expect(expansion.problems.every(({ at }) => at.file === 'clusters/prod/web.yaml' && at.line === 1)).toBe(true);
  });

  it('points at the file of the repository that is wrong', async () => {
    const expansion = await expand(flux('path: apps/web'), { files: { 'apps/web/values.yaml': '# nothing\na: 1\n' } });
    expect(expansion).toMatchObject({ problems: [{ at: { file: 'apps/web/values.yaml', line: 2, column: 1 } }] });
  });

  it.each([
    [
      'a source that is not there',
      flux('path: apps/web\nsourceRef: {kind: GitRepository, name: src}'),
      'it refers to GitRepository flux-system/src, which is not there',
    ],
    [
      'a source of another namespace',
      flux('path: apps/web\nsourceRef: {kind: GitRepository, name: flux-system, namespace: other}'),
      'it refers to GitRepository other/flux-system, which is not there',
    ],
    [
      'the source of the bootstrap, with a path that is not here',
      flux('path: nope'),
      'it refers to GitRepository flux-system/flux-system, which is not there',
    ],
    [
      'a ConfigMap that is not there',
      flux('path: apps/web\npostBuild: {substituteFrom: [{kind: ConfigMap, name: c}]}'),
      'postBuild.substituteFrom names ConfigMap flux-system/c, which is not there',
    ],
  ])('waits for %s', async (_, text, message) => {
    expect(await expand(text)).toMatchObject({ kind: 'waiting', problem: { message: `Kustomization flux-system/web: ${message}` } });
  });

  it('cannot reach the prototype', async () => {
    const expansion = await expand(flux('path: apps/web\npostBuild: {substitute: {__proto__: x, constructor: why}}'));
    const step = expansion.kind === 'app' ? expansion.parts[0].after[1] : undefined;
    expect(step?.kind === 'substitute' && Object.entries(step.variables)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'why'],
    ]);
  });
});
