import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found } from '../../test/check-context.ts';

const FILES: Files = {
  'app/kustomization.yaml': `resources: [../base]
images:
- name: registry.example/shop/web
  newTag: "2"
`,
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, image: "registry.example/shop/web:1" }] } } }
`,
};
const edit = (from: string, to: string): Files => changed(FILES, 'app/kustomization.yaml', from, to);
const renamingBase = changed(
  FILES,
  'base/kustomization.yaml',
  'resources',
  'images: [{ name: registry.example/shop/web, newName: mirror.example/web }]\nresources',
);

describe('an entry that meets an image', () => {
  it.each([
    ['by its name', FILES],
    ['by a pattern', edit('registry.example/shop/web', 'registry.example/.*')],
    ['by the name that a base gave it', changed(renamingBase, 'app/kustomization.yaml', 'registry.example/shop/web', 'mirror.example/web')],
    ['in an init container', changed(FILES, 'base/web.yaml', 'containers', 'initContainers')],
    ['in the containers of a custom resource', changed(FILES, 'base/web.yaml', 'apps/v1', 'example.org/v1')],
    [
      'through a configured field',
      {
        ...changed(
          FILES,
          'base/web.yaml',
          'containers: [{ name: web, image: "registry.example/shop/web:1" }]',
          'image: "registry.example/shop/web:1"',
        ),
        'app/images.yaml': 'images: [{ path: spec/template/spec/image }]\n',
        'app/kustomization.yaml': `${FILES['app/kustomization.yaml']}configurations: [images.yaml]\n`,
      },
    ],
    [
      'that a patch brings',
      {
        ...FILES,
        'app/kustomization.yaml': `${edit('shop/web', 'shop/side')['app/kustomization.yaml']}patches: [{ path: side.yaml }]\n`,
        'app/side.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: side, image: registry.example/shop/side }] } } }\n',
      },
    ],
  ])('is no finding: %s', (_, files) => {
    const context = builtContext(files);
    expect(context.printed).toContain(':2');
    expect(found(context, 'images-unmatched')).toEqual([]);
  });
});

describe('an entry that meets no image', () => {
  it.each([
    ['a misspelt name', edit('shop/web', 'shop/wep'), 'Images here: registry.example/shop/web.'],
    ['a short name', edit('registry.example/shop/web', 'web'), 'Images here: registry.example/shop/web.'],
    ['a name with its tag', edit('shop/web', 'shop/web:1.0'), 'Images here: registry.example/shop/web.'],
    ['a name that a base has replaced', renamingBase, 'base/kustomization.yaml has already turned it into mirror.example/web.'],
    [
      'an image that a patch took away',
      changed(
        FILES,
        'app/kustomization.yaml',
        'images:',
        'patches: [{ target: { name: web }, patch: "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web }, $patch: delete }" }]\nimages:',
      ),
      'hint',
    ],
  ])('is a finding, and kustomize says nothing: %s', (_, files, hint) => {
    const context = builtContext(files);
    expect(context.printed).not.toContain(':2');
    const [finding, ...others] = found(context, 'images-unmatched');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'high', location: { file: 'app/kustomization.yaml', column: 3 } });
    if (hint !== 'hint') expect(finding?.hint).toContain(hint);
  });

  it('holds for a patch that brings another image than the entry names', () => {
    const files = changed(FILES, 'base/web.yaml', 'shop/web:1', 'shop/other:1');
    expect(found(builtContext(files), 'images-unmatched')).toHaveLength(1);
  });
});

it('stays silent where a replacement writes an image', () => {
  const files: Files = {
    ...edit('shop/web', 'shop/new'),
    'app/kustomization.yaml': 'resources: [../part]\nimages: [{ name: registry.example/shop/new, newTag: "2" }]\n',
    'part/kustomization.yaml': `resources: [../base]
replacements:
- sourceValue: registry.example/shop/new
  targets: [{ select: { kind: Deployment }, fieldPaths: [spec.template.spec.containers.0.image] }]
`,
  };
  const context = builtContext(files);
  expect(context.printed).toContain('shop/new:2');
  expect(found(context, 'images-unmatched')).toEqual([]);
});
