import { expect, it } from 'vitest';
import { builtContext, changed, type Files, found } from '../../test/check-context.ts';

const RULE = 'image-not-rewritten';
const FILES: Files = {
  'app/kustomization.yaml': 'resources: [prometheus.yaml]\nimages: [{ name: prometheus, newTag: "3" }]\nconfigurations: [images.yaml]\n',
  'app/prometheus.yaml':
    'apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: { name: main }\nspec: { image: "prometheus:2" }\n',
  'app/images.yaml': 'images: [{ path: spec/image, kind: Prometheus }]\n',
};
const unconfigured = changed(FILES, 'app/kustomization.yaml', 'configurations: [images.yaml]\n', '');

it('is no finding with a configured field', () => {
  const context = builtContext(FILES);
  expect(context.printed).toContain('image: prometheus:3');
  expect(found(context, RULE)).toEqual([]);
  expect(found(context, 'images-unmatched')).toEqual([]);
});

it('is a finding where kustomize leaves the image of a custom resource', () => {
  const context = builtContext(unconfigured);
  expect(context.printed).toContain('image: prometheus:2');
  expect(found(context, RULE)).toMatchObject([
    { severity: 'medium', object: { kind: 'Prometheus' }, field: '/spec/image', location: { file: 'app/kustomization.yaml', line: 2 } },
  ]);
  expect(found(context, 'images-unmatched')).toHaveLength(1);
});

it.each([
  ['another image', changed(unconfigured, 'app/prometheus.yaml', 'prometheus:2', 'thanos:2')],
  [
    'set by a patch',
    {
      ...unconfigured,
      'app/kustomization.yaml': `${unconfigured['app/kustomization.yaml']}patches: [{ target: { kind: Prometheus }, path: patch.yaml }]\n`,
      'app/patch.yaml': '- { op: replace, path: /spec/image, value: "prometheus:3" }\n',
    },
  ],
  [
    'a definition, whose images are examples',
    changed(unconfigured, 'app/prometheus.yaml', 'kind: Prometheus', 'kind: CustomResourceDefinition'),
  ],
])('is no finding: %s', (_, files) => expect(found(builtContext(files), RULE)).toEqual([]));
