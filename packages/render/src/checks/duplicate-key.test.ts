import { expect, it } from 'vitest';
import { builtContext, changed, contextOf, type Files, found, real, templatedContext } from '../../test/check-context.ts';
import { checkInputs } from './index.ts';

const MAP = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata:\n${data}`;
const PATCH = MAP('  mode: one\n  mode: two\n');
const FILES: Files = { 'app/kustomization.yaml': 'resources: [web.yaml]\n', 'app/web.yaml': MAP('  kept: "1"\n') };
const withMore = (field: string, more: Files = {}): Files =>
  changed({ ...FILES, ...more }, 'app/kustomization.yaml', 'resources: [web.yaml]\n', `resources: [web.yaml]\n${field}`);
const places = (context: Parameters<typeof found>[0]) =>
  found(context, 'duplicate-key').map(({ location, data }) => `${location?.file}:${location?.line}:${location?.column} ${data?.key}`);

it('is silent where each key is there once', () => {
  const files = withMore('patches: [{ path: patch.yaml }]\n', { 'app/patch.yaml': MAP('  mode: one\n') });
  expect(places(builtContext(files))).toEqual([]);
});

it.each<readonly [string, Files, string, string]>([
  ['the last in a kustomization', withMore('namespace: first\nnamespace: second\n'), 'second', 'app/kustomization.yaml:3:1 namespace'],
  [
    'the first in a patch file',
    withMore('patches: [{ path: patch.yaml }]\n', { 'app/patch.yaml': PATCH }),
    'mode: one',
    'app/patch.yaml:6:3 mode',
  ],
  [
    'the first in a patch written in place',
    withMore(`patches:\n- patch: |-\n    ${PATCH.replaceAll('\n', '\n    ')}\n`),
    'mode: one',
    'app/kustomization.yaml:3:3 mode',
  ],
])('tells what kustomize drops in silence: %s wins', (_, files, wins, place) => {
  const context = builtContext(files);
  expect(context.printed).toContain(wins);
  expect(places(context)).toEqual([place]);
  expect(found(context, 'duplicate-key')[0]).toMatchObject({ severity: 'medium' });
});

it('names the file of a resource, which kustomize refuses without naming it', () => {
  const files = changed(FILES, 'app/web.yaml', 'kept: "1"\n', 'kept: "1"\n  kept: "2"\n');
  using disk = real(files);
  const { exitCode, stderr } = disk.kustomize('app');
  expect(exitCode).not.toBe(0);
  expect(stderr).not.toContain('web.yaml');
  expect(checkInputs(contextOf(files, '')).map(({ ruleId, location }) => [ruleId, location])).toEqual([
    ['duplicate-key', { file: 'app/web.yaml', line: 6, column: 3 }],
  ]);
});

it('takes what a generator packs for data', () => {
  const files = withMore('configMapGenerator: [{ name: config, files: [app.yaml] }]\n', { 'app/app.yaml': 'a: 1\na: 2\n' });
  expect(places(builtContext(files))).toEqual([]);
});

it('looks into values files, the chart and what lies in it, where the last one wins', () => {
  const files: Files = {
    'app/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nversion: 1.0.1\n',
    'app/values.yaml': 'mode: one\nmode: two\n',
    'app/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
    'app/charts/db/values.yaml': 'size: 1\nnested: { a: 1, a: 2 }\n',
    'app/templates/web.yaml': MAP('  mode: {{ .Values.mode }}\n  version: {{ .Chart.Version }}\n  extra: {{ .Values.extra }}\n'),
    'env/values.yaml': 'extra: first\nextra: last\n',
  };
  const renderer = { kind: 'helm', chart: 'app', valueFiles: ['env/values.yaml'], releaseName: 'web', skipCrds: false } as const;
  const context = templatedContext(files, { renderer, args: ['--values', 'env/values.yaml'] });
  expect(context.printed).toMatch(/mode: two\n {2}version: 1.0.1\n {2}extra: last/);
  expect(places(context)).toEqual([
    'app/Chart.yaml:4:1 version',
    'app/charts/db/values.yaml:2:17 a',
    'app/values.yaml:2:1 mode',
    'env/values.yaml:2:1 extra',
  ]);
});

it('stays the same finding when lines move, and tells repeated repetitions apart', () => {
  const details = (text: string) => found(contextOf(withMore(text), ''), 'duplicate-key').map(({ detail }) => detail);
  const twice = 'images:\n- name: a\n  name: b\n- name: c\n  name: d\n';
  expect(details(twice)).toEqual(['app/kustomization.yaml name 1', 'app/kustomization.yaml name 2']);
  expect(details(`# a comment\n${twice}`)).toEqual(details(twice));
});
