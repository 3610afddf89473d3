// Is no object of Flux or Argo CD passed over, wherever it hides in a file?
import { expect, it } from 'vitest';
import { mayHoldReconcilers, reconcilerFacts } from './reconciler-facts.ts';

const shown = (text: string) => reconcilerFacts(text).map(({ kind, name, line, column }) => `${line}:${column} ${kind} ${name}`);

it.each([
  [
    'Flux Kustomization',
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\n',
    ['1:1 Kustomization apps'],
  ],
  [
    'HelmRelease after another document',
    '# c\n---\nkind: A\n---\nkind: HelmRelease\nmetadata:\n  name: r\napiVersion: helm.toolkit.fluxcd.io/v2\n',
    ['8:1 HelmRelease r'],
  ],
  ['Application', 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\n', ['1:1 Application a']],
  [
    'two in a List',
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: argoproj.io/v1alpha1\n  kind: ApplicationSet\n  metadata: {name: s}\n- apiVersion: argoproj.io/v1alpha1\n  kind: Application\n  metadata: {name: t}\n',
    ['4:3 ApplicationSet s', '7:3 Application t'],
  ],
  ['as JSON', '{"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "j"}}', ['1:2 Application j']],
  [
    'in a template',
    '{{- if .x }}\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  labels:\n    {{ x }}\n  name: {{ .Release.Name }}-x\n{{- end }}\n',
    ['2:1 Application {{ .Release.Name }}-x'],
  ],
  [
    'a source is one, though it makes no app',
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: g}\n',
    ['1:1 GitRepository g'],
  ],
  [
    'a project is one, though it makes no app',
    'apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: p}\n',
    ['1:1 AppProject p'],
  ],
  [
    'a CRD is none',
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: applications.argoproj.io}\nspec: {group: argoproj.io, x: argoproj.io/v1alpha1}\n',
    [],
  ],
  [
    'a role is none',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: x, annotations: {a: "argoproj.io/v1alpha1"}}\n',
    [],
  ],
])('%s', (_, text, expected) => {
  expect(shown(text)).toEqual(expected);
  expect(expected.length === 0 || mayHoldReconcilers(Buffer.from(text))).toBe(true);
});

it('a document with ten thousand of them takes linear time', () => {
  const text = `kind: List\nitems:\n${'- apiVersion: argoproj.io/v1alpha1\n  kind: Application\n  metadata: {name: x}\n'.repeat(10_000)}`;
  const started = performance.now();
  expect(shown(text)).toHaveLength(10_000);
  expect(shown(text).at(-1)).toBe('30000:3 Application x');
  expect(performance.now() - started).toBeLessThan(10_000);
});
