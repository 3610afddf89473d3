// What does a person see when a Flux repository without any configuration is wrong? The object, the place, what to do; the other apps go on.
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import {
  CHART,
  configMap,
  type Files,
  fluxRepository,
  helmRelease,
  inFluxApp,
  kustomization,
  LOCAL_CHART,
  one,
  release,
  rendered,
  told,
  values,
} from './reconciler-repositories.ts';

/** One app failed: exit 3. */
const FAILED: readonly (readonly [string, Files, string, string])[] = [
  ['itself as dependency', one('path: ./apps/good\ndependsOn: [{ name: bad }]'), 'it depends on itself', 'spec.dependsOn'],
  ['a path outside', one('path: ../../etc'), 'spec.path "../../etc" leaves the repository', 'from its root'],
  ['a path that is not there', one('path: ./apps/goood'), 'spec.path apps/goood is not there', 'did you mean good?'],
  ['an unknown version', one('path: ./apps/good', 'v9'), 'kustomize.toolkit.fluxcd.io/v9 is not known', 'kustomize.toolkit.fluxcd.io/v1,'],
  [
    'an unknown version of a HelmRelease',
    fluxRepository({ ...CHART, 'clusters/dev/bad.yaml': helmRelease('bad', LOCAL_CHART, 'v9') }),
    'HelmRelease apps/bad: apiVersion helm.toolkit.fluxcd.io/v9 is not known',
    'helm.toolkit.fluxcd.io/v2,',
  ],
  [
    'values of the wrong type',
    fluxRepository({ ...CHART, 'clusters/dev/bad.yaml': helmRelease('bad', `${LOCAL_CHART}values: [a]`) }),
    'HelmRelease apps/bad: spec.values must be a mapping, found a list',
    'correct spec.values',
  ],
  [
    'variables from nowhere',
    one('path: ./apps/good\npostBuild: { substituteFrom: [{ kind: ConfigMap, name: vars }] }'),
    'ConfigMap flux-system/vars, which is not there',
    '`optional: true`',
  ],
  [
    'a missing key',
    release('kind: ConfigMap, name: vals, valuesKey: nope', values('a: b')),
    'has no key nope: it has values.yaml',
    'valuesKey',
  ],
  ['a missing ConfigMap', release('kind: ConfigMap, name: none', values('a: b')), 'ConfigMap apps/none is not there', '`optional: true`'],
  ['a list of values', release('kind: ConfigMap, name: vals', values('- a')), 'must be a mapping, found a list', 'targetPath'],
  ['a text of values', release('kind: ConfigMap, name: vals', values('hello')), 'must be a mapping, found a text', 'targetPath'],
  ['values that are no YAML', release('kind: ConfigMap, name: vals', values('a: 1\nb: [')), 'line 3, column 1', 'YAML mapping'],
];

describe('an app fails, the others go on', () => {
  it.each(FAILED)('%s', async (_, files, message, hint) => {
    using repository = temporaryRepository(files);
    const report = await rendered(repository);
    expect(report).toMatchObject({ code: 3, verdict: 'incomplete' });
    expect(report.apps.find(({ app }) => app === 'bad')).toMatchObject({ status: 'failed', objects: 0 });
    const line = told(report)
      .split('\n')
      .find((text) => text.startsWith('dev/bad '));
    expect(line).toMatch(
      /^dev\/bad (file-unreadable|path-escapes) (clusters\/dev|apps\/a)\/bad\.yaml:1 (Kustomization flux-system|HelmRelease apps)\/bad: /,
    );
    expect(line).toContain(message);
    expect(line?.slice(line.indexOf(' | '))).toContain(hint);
  });

  it('a variable without value or default', async () => {
    using repository = temporaryRepository(
      inFluxApp({ 'c.yaml': configMap('c', 'a: "${NOPE}"') }, 'postBuild: { substitute: { X: "1" } }'),
    );
    const report = await rendered(repository);
    expect(report.code).toBe(3);
    expect(told(report)).toMatch(
      /^dev\/a tool-output clusters\/dev\/a\.yaml:1 ConfigMap apps\/c: the variable NOPE has no value and no default \| set NOPE in postBuild/m,
    );
  });

  it('an object that is no YAML beside good ones', async () => {
    using repository = temporaryRepository(one('path: ./apps/good\n bad: ['));
    const report = await rendered(repository);
    expect(report).toMatchObject({ code: 3, verdict: 'incomplete' });
    expect(told(report)).toContain('clusters/dev/bad.yaml not looked at: Kustomization');
  });

  it('an object that makes ever new ones', async () => {
    const again = (name: string, digit: string): string =>
      kustomization(`${name}-\${LONGER}`, `path: ./loop\npostBuild: { substitute: { LONGER: "\${LONGER}${digit}" } }`);
    using repository = temporaryRepository(
      fluxRepository({
        'clusters/dev/loop.yaml': kustomization('loop', 'path: ./loop\npostBuild: { substitute: { LONGER: "x" } }'),
        'loop/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
        'loop/a.yaml': again('a', '1'),
        'loop/b.yaml': again('b', '2'),
      }),
    );
    const report = await rendered(repository);
    expect(report.code).toBe(3);
    expect(report.apps.length).toBeLessThan(1000);
    expect(told(report)).toMatch(/clusters\/dev\/loop\.yaml not looked at: Kustomization [ab]-x[12]+: .*again and again/);
  });
});
