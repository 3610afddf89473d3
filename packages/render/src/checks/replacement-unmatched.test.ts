import { expect, it } from 'vitest';
import { builtContext, changed, type Files, found } from '../../test/check-context.ts';

const FILES: Files = {
  'app/kustomization.yaml': `resources: [objects.yaml]
replacements:
- source: { kind: ConfigMap, name: facts, fieldPath: data.host }
  targets:
  - select: { kind: Ingress, name: web }
    reject: [{ name: other }]
    fieldPaths: [spec.rules.0.host]
`,
  'app/objects.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: facts }
data: { host: shop.example }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec: { rules: [{ host: placeholder }] }
`,
};
const edit = (from: string, to: string): Files => changed(FILES, 'app/kustomization.yaml', from, to);

it('is no finding when the target takes the value', () => {
  const context = builtContext(FILES);
  expect(context.printed).not.toContain('placeholder');
  expect(found(context, 'replacement-unmatched')).toEqual([]);
});

it.each([
  ['nothing selected', edit('name: web }', 'name: shop }'), 'selects no object'],
  ['everything rejected', edit('name: other', 'name: w.*'), 'takes out all of them'],
  ['rejected by kind', edit('{ name: other }', '{ kind: Ingress }'), 'takes out all of them'],
])('is a finding, and kustomize says nothing: %s', (_, files, why) => {
  const context = builtContext(files);
  expect(context.printed).toContain('placeholder');
  expect(found(context, 'replacement-unmatched')).toMatchObject([
    { severity: 'high', message: expect.stringContaining(why), location: { file: 'app/kustomization.yaml', line: 5, column: 5 } },
  ]);
});

it('points into the file of a replacement with a path', () => {
  const files: Files = {
    ...FILES,
    'app/kustomization.yaml': 'resources: [objects.yaml]\nreplacements: [{ path: host.yaml }]\n',
    'app/host.yaml': `source: { kind: ConfigMap, name: facts, fieldPath: data.host }
targets:
- select: { kind: Ingress, name: web }
  fieldPaths: [spec.rules.0.host]
`,
  };
  expect(found(builtContext(files), 'replacement-unmatched')).toEqual([]);
  const broken = changed(files, 'app/host.yaml', 'name: web', 'name: shop');
  expect(found(builtContext(broken), 'replacement-unmatched')).toMatchObject([{ location: { file: 'app/host.yaml', line: 3 } }]);
});

it('lets kustomize itself refuse a source or a field that is not there', () => {
  expect(() => builtContext(edit('name: facts', 'name: fact'))).toThrow('nothing selected');
  expect(() => builtContext(edit('spec.rules.0.host', 'spec.rules.0.hots'))).toThrow('unable to find field');
});
