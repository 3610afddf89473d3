import type { AppConfig } from '@fairway/contracts';
import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found } from '../../test/check-context.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const FILES: Files = {
  'app/kustomization.yaml': 'resources: [web.yaml]\ncomponents: [release]\n',
  'app/web.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web, image: "registry.example/web:1" }] } } }\n',
  'app/release/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:\n- name: registry.example/web\n  newTag: "2@${DIGEST}"\n`,
};
const config: AppConfig = {
  images: [{ name: 'web', repository: 'registry.example/web' }],
  release: { fields: [{ file: 'release/kustomization.yaml', path: '/images/0/newTag' }] },
};

describe('an app that runs what it declares', () => {
  it('has no finding', () => {
    const context = builtContext(FILES, { config });
    expect(context.printed).toContain(`registry.example/web:2@${DIGEST}`);
    expect(found(context, 'image-not-final')).toEqual([]);
    expect(found(context, 'image-undeclared')).toEqual([]);
  });

  it('may name an image of the hub in short', () => {
    const hub = changed(
      changed(FILES, 'app/web.yaml', 'registry.example/web:1', 'nginx:1'),
      'app/release/kustomization.yaml',
      'registry.example/web',
      'nginx',
    );
    expect(
      found(
        builtContext(hub, { config: { ...config, images: [{ name: 'web', repository: 'docker.io/library/nginx' }] } }),
        'image-undeclared',
      ),
    ).toEqual([]);
  });

  it('is not judged without a declaration', () => {
    expect(found(builtContext(FILES, { config: {} }), 'image-undeclared')).toEqual([]);
  });
});

describe('image-undeclared', () => {
  it('is a finding for a container that nobody declared', () => {
    const files = changed(FILES, 'app/web.yaml', 'containers: [', 'initContainers: [{ name: side, image: busybox }], containers: [');
    expect(found(builtContext(files, { config }), 'image-undeclared')).toMatchObject([
      {
        severity: 'medium',
        object: { name: 'web' },
        field: '/spec/template/spec/initContainers/0/image',
        message: expect.stringContaining('busybox'),
      },
    ]);
  });
});

describe('image-not-final', () => {
  it('is a finding for an image that nothing runs', () => {
    const two = { ...config, images: [...(config.images ?? []), { name: 'api', repository: 'registry.example/api' }] };
    expect(found(builtContext(FILES, { config: two }), 'image-not-final')).toMatchObject([
      { severity: 'high', message: expect.stringContaining('registry.example/api') },
    ]);
  });

  it('is a finding where a patch of the overlay wins over the released digest', () => {
    const files: Files = {
      ...FILES,
      'app/kustomization.yaml': `${FILES['app/kustomization.yaml']}patches: [{ path: patch.yaml }]\n`,
      'app/patch.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web, image: "registry.example/web:1@${OTHER}" }] } } }\n`,
    };
    expect(found(builtContext(files, { config }), 'image-not-final')).toMatchObject([
      { location: { file: 'app/release/kustomization.yaml', line: 5 } },
    ]);
    expect(found(builtContext(files, { config }), 'image-overridden')).toHaveLength(1);
  });

  it('compares a plain tag', () => {
    const plain = changed(FILES, 'app/release/kustomization.yaml', `2@${DIGEST}`, '2');
    expect(found(builtContext(plain, { config }), 'image-not-final')).toEqual([]);
    const unmatched = changed(plain, 'app/release/kustomization.yaml', 'registry.example/web', 'registry.example/wep');
    expect(found(builtContext(unmatched, { config }), 'image-not-final')).toHaveLength(1);
  });
});
