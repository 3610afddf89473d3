// What is rendered for a Flux Kustomization?
import { describe, expect, it } from 'vitest';
import { expand, flux, found, hidden, KUSTOMIZATION, source } from '../../test/flux-kustomization.ts';

describe('a Flux Kustomization', () => {
  it('renders the directory in place where Flux changes nothing', async () => {
    expect(await expand(flux('path: ./apps/web'))).toEqual({
      kind: 'app',
      parts: [{ renderer: { kind: 'kustomize', path: 'apps/web' }, files: new Map(), after: [{ kind: 'placeholders' }] }],
      findings: [],
      dependsOn: [],
      uses: [{ group: 'source.toolkit.fluxcd.io', kind: 'GitRepository', namespace: 'flux-system', name: 'flux-system' }],
    });
  });

  it.each(['v1beta1', 'v1beta2'])('reads %s alike', async (version) => {
    expect(await expand(flux('path: apps/web', { version }))).toMatchObject({ kind: 'app' });
  });

  it.each(['/apps/web', './apps/../apps/web/', 'apps//web'])('takes the path %s from the root of the source', async (path) => {
    expect(await expand(flux(`path: ${path}`))).toMatchObject({ parts: [{ renderer: { path: 'apps/web' } }] });
  });

  it('generates for the root of the repository, without sources that are mounted in it', async () => {
    const files = { 'a.yaml': 'kind: A\n', '.fairway/sources/abc/b.yaml': 'kind: B\n', 'deploy.jpg': '', '.sops.yaml': 'x: y' };
    const expansion = await expand(flux('interval: 1h'), { files });
    const text = expansion.kind === 'app' ? String(expansion.parts[0].files.get('kustomization.yaml')) : '';
    expect(text).toContain('resources:\n- ./a.yaml\n');
    expect(text).not.toMatch(/b\.yaml|sops/);
  });

  it('does everything in the order of the controller', async () => {
    const spec = `
path: apps/web
suspend: true
kubeConfig: {secretRef: {name: other}}
targetNamespace: shop
commonMetadata: {labels: {team: a}, annotations: {x: why}}
postBuild: {substitute: {A: "1\\n2", B: x}, substituteFrom: [{kind: ConfigMap, name: c}, {kind: Secret, name: s}]}
dependsOn: [{name: db}, {name: net, namespace: other}]
prune: true
force: true`;
    const data = {
      'ConfigMap flux-system/c': found({ A: 'over', C: 'c\nd' }),
      'Secret flux-system/s': found({ C: 'hunter2', D: 'true', B: 'gone' }, true),
    };
    const expansion = await expand(flux(spec), { data });
    expect(expansion).toMatchObject({
      parts: [
        {
          after: [
            { kind: 'placeholders' },
            { kind: 'substitute', variables: { A: '12', B: 'x', C: 'hunter2', D: 'true' }, strict: true },
            { kind: 'mask', texts: ['hunter2'] },
            { kind: 'metadata', labels: { team: 'a' }, annotations: { x: 'why' } },
          ],
        },
      ],
      findings: [
        { ruleId: 'reconciler-suspended', severity: 'info', field: '/spec/suspend' },
        { ruleId: 'reconciler-remote-cluster', severity: 'info', field: '/spec/kubeConfig' },
      ],
      dependsOn: [
        { kind: 'Kustomization', namespace: 'flux-system', name: 'db' },
        { kind: 'Kustomization', namespace: 'other', name: 'net' },
      ],
      uses: [{ kind: 'GitRepository' }, { kind: 'ConfigMap', name: 'c' }, { kind: 'Secret', name: 's' }],
    });
    const text = expansion.kind === 'app' ? String(expansion.parts[0].files.get('apps/web/kustomization.yaml')) : '';
    expect(text).toContain('namespace: shop');
  });

  it('says which fields of old versions Flux passes over', async () => {
    expect(await expand(flux('path: apps/web\npatchesStrategicMerge: [{a: b}]', { version: 'v1beta2' }))).toMatchObject({
      findings: [{ ruleId: 'reconciler-ignored-field', field: '/spec/patchesStrategicMerge' }],
    });
  });
});

describe('its variables', () => {
  it.each([
    ['no variables', 'postBuild: {substitute: {}}', 0],
    ['no variables, and always', 'postBuild: {substituteStrategy: Always}', 1],
    ['an optional reference that is not there', 'postBuild: {substituteFrom: [{kind: ConfigMap, name: none, optional: true}]}', 0],
  ])('%s', async (_, spec, count) => {
    const expansion = await expand(flux(`path: apps/web\n${spec}`));
    expect(expansion.kind === 'app' && expansion.parts[0].after.filter(({ kind }) => kind === 'substitute').length).toBe(count);
  });

  const controller = (args: string, tag: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: kustomize-controller, namespace: flux-system}\nspec: {template: {spec: {containers: [{image: "ghcr.io/fluxcd/kustomize-controller:${tag}", args: [${args}]}]}}}\n---\n`;
  const instance = (version: string): string =>
    `apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux, namespace: flux-system}\nspec: {distribution: {version: "${version}"}}\n---\n`;

  it.each([
    ['the newest', '', undefined, true],
    ['Flux 2.8', '', '2.8.3', false],
    ['Flux 2.9', '', 'v2.9.0', true],
    ['Flux 3', '', '3.0.0', true],
    ['a controller of 1.8', controller('', 'v1.8.2'), undefined, false],
    ['a controller of 1.9', controller('', 'v1.9.4'), undefined, true],
    ['a switch', controller('"--feature-gates=A=true,StrictPostBuildSubstitutions=false"', 'v1.9.4'), '2.9.1', false],
    ['a switch, on', controller('"--feature-gates=StrictPostBuildSubstitutions=true"', 'v1.8.0'), undefined, true],
    ['an instance of 2.7', instance('2.7.x'), undefined, false],
    ['an instance of any', instance('2.x'), undefined, true],
  ])('are strict or not: %s', async (_, objects, version, strict) => {
    const reconciler = version === undefined ? undefined : ({ kind: 'flux', version } as const);
    const expansion = await expand(flux('path: apps/web\npostBuild: {substitute: {A: b}}'), { objects, reconciler });
    expect(expansion).toMatchObject({ parts: [{ after: [{}, { kind: 'substitute', strict }] }] });
  });

  it.each([
    [
      'a SOPS Secret',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: flux-system}\nstringData: {DOMAIN: "ENC[AES256_GCM,data:x]"}\nsops: {}\n',
      { DOMAIN: '<encrypted sha256:eb8e3fd7437f78fd>' },
    ],
    [
      'a sealed one',
      'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: s, namespace: flux-system}\nspec: {encryptedData: {DOMAIN: abc}}\n',
      { DOMAIN: '<encrypted sha256:ba7816bf8f01cfea>' },
    ],
    [
      'an external one',
      'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: e, namespace: flux-system}\nspec: {target: {name: s}, data: [{secretKey: DOMAIN}]}\n',
      { DOMAIN: expect.stringMatching(/^<made in the cluster [0-9a-f]{8}\/DOMAIN>$/) },
    ],
  ])('are marked where only the cluster knows them: %s', async (_, objects, variables) => {
    const expansion = await expand(flux('path: apps/web\npostBuild: {substituteFrom: [{kind: Secret, name: s}]}'), {
      objects,
      data: { 'Secret flux-system/s': hidden },
    });
    expect(expansion).toMatchObject({ parts: [{ after: [{}, { kind: 'substitute', variables }] }] });
  });

  it('are not looked at where not even their names are known', async () => {
    const expansion = await expand(flux('path: apps/web\npostBuild: {substituteFrom: [{kind: Secret, name: s}]}'), {
      data: { 'Secret flux-system/s': hidden },
    });
    expect(expansion).toEqual({
      kind: 'not-looked-at',
      reason: 'its variables come from Secret flux-system/s, of which not even the names are known: it is encrypted',
    });
  });
});

describe('its source', () => {
  const asked = (kind = 'GitRepository'): string => flux(`path: apps/web\nsourceRef: {kind: ${kind}, name: src}`);

  it('may be the repository itself', async () => {
    const objects = source('GitRepository', '{url: "https://example.org/self", ref: {branch: main}}');
    expect(await expand(asked(), { objects, self: ['https://example.org/self'] })).toMatchObject({
      parts: [{ renderer: { path: 'apps/web' } }],
    });
  });

  it.each([
    ['GitRepository', '{url: "https://example.org/x", ref: {tag: v1}}', 'https://example.org/x'],
    ['OCIRepository', '{url: "oci://example.org/x"}', 'oci://example.org/x'],
  ])('may live elsewhere: %s', async (kind, spec, url) => {
    const files = { 'm/abc/apps/web/a.yaml': 'kind: A\n', 'm/abc/apps/web/b/kustomization.yaml': '' };
    const expansion = await expand(asked(kind), { files, objects: source(kind, spec), mounts: { [url]: 'm/abc' } });
    expect(expansion).toMatchObject({ parts: [{ renderer: { path: 'm/abc/apps/web' } }] });
    const text = expansion.kind === 'app' ? expansion.parts[0].files.get('m/abc/apps/web/kustomization.yaml') : '';
    expect(text).toContain('resources:\n- ./a.yaml\n- ./b\n');
  });

  it('hands on no files that it ignores', async () => {
    const files = {
      'apps/web/a.yaml': 'kind: A\n',
      'apps/web/b.yaml': 'kind: B\n',
      'apps/web/c/kustomization.yaml': '',
      'apps/.sourceignore': 'c/kustomization.yaml\n',
    };
    const objects = source('GitRepository', '{url: "https://example.org/self", ignore: "/apps/web/b.yaml"}');
    const expansion = await expand(asked(), { files, objects, self: ['https://example.org/self'] });
    const text = expansion.kind === 'app' ? expansion.parts[0].files.get('apps/web/kustomization.yaml') : '';
    expect(text).toContain('resources:\n- ./a.yaml\n');
    expect(text).not.toContain('./b.yaml');
  });

  it('may include files of another', async () => {
    const files = { 'm/other/base/kustomization.yaml': KUSTOMIZATION, 'm/other/base/a.yaml': 'kind: A\n', 'm/other/x.yaml': '' };
    const objects =
      source(
        'GitRepository',
        '{url: "https://example.org/self", include: [{repository: {name: other}, fromPath: base, toPath: apps/web}]}',
      ) + source('GitRepository', '{url: "https://example.org/other"}', 'other');
    const expansion = await expand(asked(), {
      files,
      objects,
      self: ['https://example.org/self'],
      mounts: { 'https://example.org/other': 'm/other' },
    });
    expect(expansion).toMatchObject({ kind: 'app', uses: [{ name: 'src' }, { name: 'other' }] });
    expect(expansion.kind === 'app' && [...expansion.parts[0].files.keys()].sort()).toEqual([
      'apps/web/a.yaml',
      'apps/web/kustomization.yaml',
    ]);
  });

  it.each([
    [
      'Bucket',
      '{endpoint: s3.example.org, bucketName: b}',
      'not-looked-at',
      'its source is Bucket flux-system/src (s3.example.org/b): what is in it is not known outside of the cluster',
    ],
    [
      'ExternalArtifact',
      '{}',
      'not-looked-at',
      'its source is ExternalArtifact flux-system/src: what is in it is not known outside of the cluster',
    ],
  ])('may not be known outside of the cluster: %s', async (kind, spec, result, reason) => {
    expect(await expand(asked(kind), { objects: source(kind, spec) })).toEqual({ kind: result, reason });
  });
});
