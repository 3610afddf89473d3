// What is found in a Flux repository that renders, what is not looked at, and what looks odd and is right?
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { type Files, fluxRepository, kustomization, one, release, rendered, told, values } from './reconciler-repositories.ts';

const SOPS = `apiVersion: v1
kind: Secret
metadata: { name: vals, namespace: apps }
stringData: { values.yaml: "ENC[AES256_GCM,data:abc,iv:abc,tag:abc,type:str]" }
sops: { mac: "ENC[AES256_GCM,data:abc,iv:abc,tag:abc,type:str]", version: 3.9.0, encrypted_regex: ^stringData$, age: [], lastmodified: "2024-01-01T00:00:00Z" }
`;

it('what is encrypted is not looked at', async () => {
  using repository = temporaryRepository(release('kind: Secret, name: vals', SOPS));
  const report = await rendered(repository);
  expect(report.code).toBe(3);
  expect(told(report)).toContain(
    'apps/a/bad.yaml not looked at: HelmRelease bad: its values are not known (valuesFrom[0]: Secret apps/vals): it is encrypted',
  );
});

describe('findings, while all apps are rendered', () => {
  const pair = (first: string, second: string): Files => fluxRepository({ 'clusters/dev/a.yaml': first, 'clusters/dev/b.yaml': second });
  const repositoryAt = (host: string): Files[string] =>
    `apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: { name: charts, namespace: apps }\nspec: { url: "https://${host}" }\n`;
  it.each<[string, Files, RegExp]>([
    [
      'a circle',
      pair(
        kustomization('a', 'path: ./apps/good\ndependsOn: [{ name: b }]'),
        kustomization('b', 'path: ./apps/more\ndependsOn: [{ name: a }]'),
      ),
      /^a reconciler-dependency-cycle clusters\/dev\/a\.yaml:1 Kustomization flux-system\/a waits for itself: .*\/a → .*\/b → .*\/a \| remove one/m,
    ],
    [
      'a dependency that is not there, named like a part of every object',
      one('path: ./apps/good\ndependsOn: [{ name: constructor }]'),
      /^bad reconciler-dependency-missing clusters\/dev\/bad\.yaml:1 .*Kustomization flux-system\/constructor, which nothing here makes \| correct the name/m,
    ],
    [
      'two sources with one name',
      {
        ...pair(kustomization('a', 'path: ./apps/a'), kustomization('b', 'path: ./apps/b')),
        'apps/a/source.yaml': repositoryAt('one.example'),
        'apps/b/source.yaml': repositoryAt('two.example'),
      },
      /^b reconciler-object-twice clusters\/dev\/b\.yaml:1 HelmRepository apps\/charts is rendered by dev\/a, too, and differs there.*\| keep the object in one/m,
    ],
  ])('%s', async (_, files, finding) => {
    using repository = temporaryRepository(files);
    const report = await rendered(repository);
    expect(report.errors).toEqual([]);
    expect(report.code).toBe(0);
    expect(told(report)).toMatch(finding);
  });
});

describe('odd, and right', () => {
  const lines = Array.from({ length: 60_000 }, (_, index) => `key${index}: "${'x'.repeat(40)}"`);
  it.each<[string, Files, number]>([
    ['an optional key that is missing', release('kind: ConfigMap, name: vals, valuesKey: nope, optional: true', values('a: b')), 4],
    ['a values document of 3 MB', release('kind: ConfigMap, name: vals', values(lines.join('\n'))), 4],
    [
      'CRLF files',
      Object.fromEntries(
        Object.entries(release('kind: ConfigMap, name: vals', values('a: b'))).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]),
      ),
      4,
    ],
    [
      'names that every object has',
      fluxRepository({
        'clusters/dev/c.yaml': kustomization('constructor', 'path: ./apps/good'),
        'clusters/dev/p.yaml': kustomization('__proto__', 'path: ./apps/good'),
      }),
      4,
    ],
    [
      'keys that every object has',
      one('path: ./apps/good\n__proto__: { suspend: true }\npostBuild: { substitute: { __proto__: x, constructor: why } }'),
      3,
    ],
  ])('%s', async (_, files, apps) => {
    using repository = temporaryRepository(files);
    const report = await rendered(repository);
    expect(told(report)).toBe('');
    expect(report).toMatchObject({ code: 0, verdict: 'pass' });
    expect(report.apps).toHaveLength(apps);
  });
});
