import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found } from '../../test/check-context.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;

const FILES: Files = {
  'app/kustomization.yaml': `resources: [web.yaml]
images:
- name: web
  newTag: "2@${OTHER}"
`,
  'app/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: side, image: side }, { name: web, image: "web:1@${DIGEST}" }] } } }
`,
};
const edit = (from: string, to: string): Files => changed(FILES, 'app/kustomization.yaml', from, to);

describe('digest-dropped', () => {
  it.each([
    ['tag and digest in one field', FILES, `web:2@${OTHER}`],
    ['tag and digest in two fields', edit(`"2@${OTHER}"`, `"2"\n  digest: ${OTHER}`), `web:2@${OTHER}`],
    ['a digest alone', edit(`newTag: "2@${OTHER}"`, `digest: ${OTHER}`), `web@${OTHER}`],
    ['a new name alone', edit(`newTag: "2@${OTHER}"`, 'newName: mirror.example/web'), `mirror.example/web:1@${DIGEST}`],
  ])('is no finding: %s', (_, files, image) => {
    const context = builtContext(files);
    expect(context.printed).toContain(image);
    expect(found(context, 'digest-dropped')).toEqual([]);
  });

  it.each([
    ['a new tag', edit(`2@${OTHER}`, '2'), 'web:2'],
    ['a suffix', edit(`newTag: "2@${OTHER}"`, 'tagSuffix: -debug'), 'web:1-debug-debug'],
  ])('is a finding, and kustomize says nothing: %s', (_, files, image) => {
    const context = builtContext(files);
    expect(context.printed).toContain(`image: ${image}\n`);
    expect(found(context, 'digest-dropped')).toMatchObject([
      {
        severity: 'high',
        field: '/spec/template/spec/containers/1/image',
        object: { kind: 'Deployment', name: 'web' },
        location: { file: 'app/kustomization.yaml', line: 3 },
      },
    ]);
  });

  it('is no finding when a later entry gives a digest again', () => {
    const files: Files = {
      'app/kustomization.yaml': `resources: [../base]\nimages: [{ name: web, digest: "${OTHER}" }]\n`,
      'base/kustomization.yaml': edit(`2@${OTHER}`, '2')['app/kustomization.yaml'] ?? '',
      'base/web.yaml': FILES['app/web.yaml'] ?? '',
    };
    expect(found(builtContext(files), 'digest-dropped')).toEqual([]);
  });
});

const LAYERS: Files = {
  'app/kustomization.yaml': `resources: [web.yaml]
components: [release]
patches: [{ path: patch.yaml }]
`,
  'app/web.yaml': FILES['app/web.yaml'] ?? '',
  'app/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: first, image: first }, { name: web, image: "web:patched" }] } } }
`,
  'app/release/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
images: [{ name: web, newTag: "2@${OTHER}" }]
`,
};

describe('image-overridden', () => {
  it('is a finding: the patch of the overlay runs after its components', () => {
    const context = builtContext(LAYERS);
    expect(context.printed).toContain('image: web:patched');
    expect(found(context, 'image-overridden')).toMatchObject([
      {
        severity: 'high',
        object: { kind: 'Deployment', name: 'web' },
        location: { file: 'app/kustomization.yaml', line: 3 },
        message: expect.stringContaining('app/release/kustomization.yaml'),
      },
    ]);
    const [finding] = found(context, 'image-overridden');
    expect(context.printed.split('image: ')[Number(finding?.field?.split('/').at(-2)) + 1]).toContain('web:patched');
  });

  it('is a finding for a JSON patch', () => {
    const files = changed(LAYERS, 'app/kustomization.yaml', '{ path: patch.yaml }', '{ target: { kind: Deployment }, path: patch.yaml }');
    const patch = '- { op: replace, path: /spec/template/spec/containers/1/image, value: "web:patched" }\n';
    expect(found(builtContext({ ...files, 'app/patch.yaml': patch }), 'image-overridden')).toHaveLength(1);
  });

  it.each([
    ['another container', changed(LAYERS, 'app/patch.yaml', '{ name: web, image: "web:patched" }', '{ name: more, image: "web:patched" }')],
    [
      'two patches, of which the second sets what the entry had set',
      {
        ...changed(LAYERS, 'app/kustomization.yaml', '{ path: patch.yaml }', '{ path: patch.yaml }, { path: again.yaml }'),
        'app/again.yaml': (LAYERS['app/patch.yaml'] ?? '').replace('web:patched', `web:2@${OTHER}`),
      },
    ],
    ['the same image', changed(LAYERS, 'app/patch.yaml', 'web:patched', `web:2@${OTHER}`)],
    [
      'the entry beside the patch',
      changed(
        changed(LAYERS, 'app/kustomization.yaml', 'components: [release]', `images: [{ name: web, newTag: "2@${OTHER}" }]`),
        'app/patch.yaml',
        'patched',
        'old',
      ),
    ],
  ])('is no finding: %s', (_, files) => {
    expect(found(builtContext(files), 'image-overridden')).toEqual([]);
  });
});

describe('tag-suffix-doubled', () => {
  const suffixed = edit(`newTag: "2@${OTHER}"`, 'tagSuffix: -debug');

  it('is a finding: the rendered tag has the suffix twice', () => {
    const context = builtContext(suffixed);
    expect(context.printed).toContain('image: web:1-debug-debug');
    expect(found(context, 'tag-suffix-doubled')).toMatchObject([
      { severity: 'high', location: { file: 'app/kustomization.yaml', line: 3 } },
    ]);
  });

  it('is no finding where kustomize adds it once, or where a tag is given', () => {
    const cron = changed(
      changed(suffixed, 'app/web.yaml', 'spec: { template: { spec: {', 'spec: { jobTemplate: { spec: { template: { spec: {'),
      'app/web.yaml',
      '}] } } }',
      '}] } } } } }',
    );
    const context = builtContext(cron);
    expect(context.printed).toContain('image: web:1-debug\n');
    expect(found(context, 'tag-suffix-doubled')).toEqual([]);
    expect(found(builtContext(edit(`"2@${OTHER}"`, '"2"\n  tagSuffix: -debug')), 'tag-suffix-doubled')).toEqual([]);
  });
});
