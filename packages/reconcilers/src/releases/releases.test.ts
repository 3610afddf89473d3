// Is the table of reconciler releases what the modules of those releases say, in order, and within reach of our programs?
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { releaseOf, renderDefaults } from './release-of.ts';
import { RELEASES } from './release-rows.ts';

/** Read by hand from go.mod, hack/tool-versions.sh or the changelog of the module. */
const FACTS: readonly (readonly [kind: string, version: string, kustomize: string, helm: string, source: string])[] = [
  ['flux', '2.3', '5.4.1', '3.14.4', 'github.com/fluxcd/source-controller@v1.3.0'],
  ['flux', '2.4', '5.4.3', '3.16.1', 'github.com/fluxcd/flux2/v2@v2.4.0'],
  ['flux', '2.5', '5.6.0', '3.17.0', 'github.com/fluxcd/flux2/v2@v2.5.0'],
  ['flux', '2.6', '5.6.0', '3.17.3', 'github.com/fluxcd/kustomize-controller@v1.6.0'],
  ['flux', '2.7', '5.7.1', '3.19.2', 'github.com/fluxcd/kustomize-controller@v1.7.3'],
  ['flux', '2.8', '5.8.1', '4.1.1', 'github.com/fluxcd/source-controller@v1.8.0'],
  ['flux', '2.9', '5.8.1', '4.2.4', 'github.com/fluxcd/helm-controller@v1.6.4'],
  ['argocd', '2.12', '5.4.2', '3.15.2', 'github.com/argoproj/argo-cd/v2@v2.12.3'],
  ['argocd', '2.13', '5.4.3', '3.15.4', 'github.com/argoproj/argo-cd/v2@v2.13.9'],
  ['argocd', '2.14', '5.4.3', '3.16.3', 'github.com/argoproj/argo-cd/v2@v2.14.21'],
  ['argocd', '3.0', '5.6.0', '3.17.1', 'github.com/argoproj/argo-cd/v3@v3.0.23'],
  ['argocd', '3.1', '5.7.0', '3.18.4', 'github.com/argoproj/argo-cd/v3@v3.1.16'],
  ['argocd', '3.2', '5.7.0', '3.18.4', 'github.com/argoproj/argo-cd/v3@v3.2.12'],
  ['argocd', '3.3', '5.8.1', '3.19.4', 'github.com/argoproj/argo-cd/v3@v3.3.19'],
  ['argocd', '3.4', '5.8.1', '3.19.4', 'github.com/argoproj/argo-cd/v3@v3.4.13'],
  ['argocd', '3.5', '5.8.1', '4.2.1', 'github.com/argoproj/argo-cd/v3@v3.5.7'],
];

const Manifest = z.object({ tools: z.array(z.object({ name: z.string(), version: z.string(), supported: z.string() })) });
const { tools } = Manifest.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../../../tools/manifest.json'), 'utf8')));
const supported = (name: string): string => tools.find((tool) => tool.name === name)?.supported ?? 'not in the manifest';

const full = (version: string): string => `${version}.0`;

describe('the table', () => {
  it('has a fact with a source for each row, and no other rows', () => {
    expect(RELEASES.map(({ kind, version }) => `${kind} ${version}`)).toEqual(FACTS.map(([kind, version]) => `${kind} ${version}`));
  });

  it.each(FACTS)('%s %s: kustomize %s, helm %s by %s', (kind, version, kustomize, helm, source) => {
    const row = RELEASES.find((candidate) => candidate.kind === kind && candidate.version === version);
    expect(row).toMatchObject({ kustomize, helm: { major: helm.slice(0, 1), version: helm } });
    expect(row?.sources.some((text) => text.startsWith(`${source} `))).toBe(true);
    for (const text of row?.sources ?? []) expect(text).toMatch(/^github\.com\/[\w/-]+@v\d+\.\d+\.\d+ \S+$/);
  });

  it.each(['flux', 'argocd'])('of %s goes from old to new, the programs never backwards', (kind) => {
    const rows = RELEASES.filter((row) => row.kind === kind);
    for (const [index, row] of rows.entries()) {
      const before = rows[index - 1];
      if (before === undefined) continue;
      expect(semver.gt(full(row.version), full(before.version))).toBe(true);
      expect(semver.gte(row.kustomize, before.kustomize)).toBe(true);
      expect(semver.gte(row.helm.version, before.helm.version)).toBe(true);
      for (const flag of ['strictSubstitution', 'postRenderStrategyField', 'helmCommonMetadata', 'valuesLiteral'] as const) {
        expect(Number(row[flag])).toBeGreaterThanOrEqual(Number(before[flag]));
      }
      expect(before.helmReleaseVersions).toEqual(expect.arrayContaining([...row.helmReleaseVersions]));
    }
  });

  it.each(RELEASES.map((row) => [`${row.kind} ${row.version}`, row] as const))(
    '%s has programs that ours can stand for, or says so',
    (_, row) => {
      const out = [
        ['kustomize', row.kustomize],
        [`helm${row.helm.major}`, row.helm.version],
      ].filter(([name = '', version = '']) => !semver.satisfies(version, supported(name)));
      for (const [name = ''] of out) expect(row.notes.join(' ')).toContain(name);
    },
  );

  it.each([
    ['2.7.5', 'nohooks'],
    ['2.8.0', 'combined'],
    ['2.8.5', 'combined'],
    ['v2.8.6', 'nohooks'],
    ['2.8', 'nohooks'],
    ['2.9.0', 'combined'],
  ])('knows whether Flux %s shows hooks to post-renderers', (version, expected) => {
    expect(releaseOf({ kind: 'flux', version })?.row.postRenderHooks).toBe(expected);
  });
});

describe('the row of a release', () => {
  it.each<['argocd' | 'flux', string, string | undefined, boolean, string]>([
    ['flux', '2.8', '2.8', true, ''],
    ['flux', '2.8.7', '2.8', true, ''],
    ['flux', 'v2.9.5', '2.9', true, ''],
    ['flux', '2.9.0-rc.1', '2.9', true, ''],
    ['flux', '2.10.0', '2.9', false, 'Flux 2.10.0 is newer than all that are known: rendered as Flux 2.9 does'],
    ['flux', '3.0', '2.9', false, 'is newer than all'],
    ['flux', '2.2.3', '2.3', false, 'Flux 2.2.3 is older than all that are known: rendered as Flux 2.3 does'],
    ['argocd', '2.14.21', '2.14', true, ''],
    ['argocd', '2.15.0', '2.14', false, 'Argo CD 2.15.0 is not known: rendered as Argo CD 2.14 does'],
    ['argocd', '3.6.1', '3.5', false, 'is newer than all'],
    ['argocd', '1.8', '2.12', false, 'is older than all'],
    ['flux', 'latest', undefined, false, ''],
    ['flux', '2', undefined, false, ''],
    ['flux', '2.8x', undefined, false, ''],
    ['flux', '', undefined, false, ''],
  ])('%s %s', (kind, version, expected, exact, note) => {
    const found = releaseOf({ kind, version });
    expect(found?.row.version).toBe(expected);
    if (found === undefined) return;
    expect([found.row.kind, found.exact]).toEqual([kind, exact]);
    if (exact) expect(found.note).toBeUndefined();
    else expect(found.note).toContain(note);
  });

  it('gives settings of a rendering', () => {
    expect(renderDefaults({ kind: 'flux', version: '2.7' })).toEqual({ helmMajor: '3', loadRestrictor: 'none' });
    expect(renderDefaults({ kind: 'flux', version: '2.9' })).toEqual({ helmMajor: '4', loadRestrictor: 'none' });
    expect(renderDefaults({ kind: 'argocd', version: '3.4.2' })).toEqual({ helmMajor: '3', loadRestrictor: 'root-only' });
    expect(renderDefaults({ kind: 'argocd', version: '3.5.7' })).toEqual({ helmMajor: '4', loadRestrictor: 'root-only' });
    expect(renderDefaults(undefined)).toBeUndefined();
    expect(renderDefaults({ kind: 'flux', version: 'main' })).toBeUndefined();
  });
});
