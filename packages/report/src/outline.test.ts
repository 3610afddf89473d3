// Does the first sentence answer "what will change where", and the last one say the verdict?
import type { Report } from '@fairway/contracts';
import { sampleChange, sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { outlineOf, sideText } from './outline.ts';

const quiet = sampleReport().apps.map((app) => ({ ...app, status: 'unchanged' as const, objects: 3 }));
const { base: _, ...withoutBase } = sampleReport();

describe('headline', () => {
  it.each([
    [
      sampleReport(),
      '3 environments will change: dev (storefront), test (storefront and checkout) and prod (storefront and legacy). 9 objects: 1 added, 6 changed, 1 removed and 1 renamed.',
    ],
    [sampleReport({ apps: quiet, changes: [] }), 'Nothing changes: 12 apps in 4 environments, 36 objects, all as before.'],
    [withoutBase, '10 apps in 4 environments rendered, 108 objects. Nothing was compared: no base was given.'],
    [sampleReport({ apps: [], changes: [] }), 'No app was found here.'],
    [sampleReport({ apps: quiet.map((app) => ({ ...app, status: 'failed' })), changes: [] }), 'No app could be compared.'],
  ])('case %#', (report, expected) => expect(outlineOf(report).headline).toBe(expected));

  it('counts apps instead of listing many', () => {
    const [first] = sampleReport().apps;
    if (first === undefined) throw new Error('the sample has no app');
    const apps = Array.from({ length: 5 }, (_unused, i) => ({ ...first, id: `dev/a${i}`, app: `a${i}` }));
    expect(outlineOf(sampleReport({ apps, changes: [sampleChange('dev/a0', 'replicas')] })).headline).toBe(
      '1 environment will change: dev (5 apps). 1 object changed.',
    );
  });
});

describe('environments with the same apps', () => {
  it('name them once', () => {
    const apps = sampleReport().apps.filter((app) => app.app === 'storefront' && app.status === 'changed');
    expect(outlineOf(sampleReport({ apps, changes: [] })).headline).toBe(
      '3 environments will change: dev, test and prod (storefront in each).',
    );
  });
});

describe('apps without an environment', () => {
  const [first] = sampleReport().apps;
  if (first === undefined) throw new Error('the sample has no app');
  const loose = (count: number) =>
    Array.from({ length: count }, (_unused, i) => ({ ...first, id: `none/a${i}`, env: 'none', app: `a${i}` }));
  const changes = [sampleChange('none/a0', 'replicas')];
  const still = (apps: readonly (typeof first)[]) => apps.map((app) => ({ ...app, status: 'unchanged' as const }));
  it.each([
    [sampleReport({ apps: loose(4), changes }), '4 apps without an environment will change. 1 object changed.'],
    [sampleReport({ apps: loose(1), changes }), '1 app without an environment will change: a0. 1 object changed.'],
    [
      sampleReport({ apps: [first, ...loose(4)], changes }),
      '1 environment will change: dev (storefront); so will 4 apps without an environment. 1 object changed.',
    ],
    [
      sampleReport({ apps: [first, ...loose(2)], changes }),
      '1 environment will change: dev (storefront); so will 2 apps without an environment (a0 and a1). 1 object changed.',
    ],
    [sampleReport({ apps: still(loose(2)), changes: [] }), 'Nothing changes: 2 apps without an environment, 24 objects, all as before.'],
    [
      { ...withoutBase, apps: [first, ...loose(1)] },
      '1 app in 1 environment and 1 app without an environment rendered, 24 objects. Nothing was compared: no base was given.',
    ],
  ])('case %#', (report, expected) => expect(outlineOf(report).headline).toBe(expected));
});

describe('where no app was found', () => {
  const empty = (skipped: Report['skipped']): readonly string[] => outlineOf(sampleReport({ apps: [], changes: [], skipped })).warnings;
  const loose = (path: string, count: string) => ({
    path,
    reason: `${count} that no kustomization, chart or app takes: declare the directory in fairway.yaml or with an app.yaml`,
  });

  it('says what to do', () => {
    expect(empty([])).toEqual([
      'Declare where apps are as patterns under `apps` in fairway.yaml, for example `environments/{env}/apps/{app}`; `fairway init --dry-run` shows what can be told from the tree.',
    ]);
    expect(outlineOf(sampleReport()).warnings.join(' ')).not.toContain('fairway.yaml');
  });

  it.each([
    [
      [loose('a', '12 plain manifests'), loose('b', 'one plain manifest')],
      '13 manifests lie here in 2 directories, claimed by no app. Declare',
    ],
    [[loose('a', 'one plain manifest')], '1 manifest lies here in 1 directory, claimed by no app. Declare'],
    [[{ path: 'x', reason: 'Component' }], '1 path was passed over, for the reason under Skipped. Declare'],
  ])('counts what nothing claims: case %#', (skipped, expected) => expect(empty(skipped)[0]).toContain(expected));
});

describe('warnings', () => {
  it('name what is unknown first, then grave effects; a restart is none', () => {
    expect(outlineOf(sampleReport()).warnings).toEqual([
      '1 app could not be built, so what would change there is unknown: prod/checkout',
      'Deletes a volume claim, and maybe its data: PersistentVolumeClaim shop/legacy-data in prod/legacy',
      'API server would refuse: immutable field spec.selector: Deployment shop/storefront-worker in prod/storefront',
      'Scales to zero: Deployment shop/storefront in dev/storefront',
      'Reachable from elsewhere than before: Service shop/storefront in prod/storefront',
      'Selector points at other pods: Service shop/storefront in prod/storefront',
    ]);
    const calm = sampleReport({ apps: quiet, changes: [sampleChange('test/storefront', 'image')] });
    expect(outlineOf(calm).warnings).toEqual([]);
  });
});

describe('apps', () => {
  it('stand in the order of environments, not of the alphabet', () => {
    const apps = sampleReport().apps.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect([...new Set(outlineOf(sampleReport({ apps })).apps.map((app) => app.result.env))]).toEqual(['dev', 'test', 'prod', 'prod-b']);
  });
});

describe('verdict', () => {
  const open = sampleReport().findings;
  it.each([
    [sampleReport({ verdict: 'pass', findings: [] }), 'Pass: no findings.'],
    [sampleReport({ verdict: 'pass', findings: open.slice(1) }), 'Pass: 2 findings (1 there before), none of which blocks.'],
    [sampleReport({ verdict: 'fail' }), 'Fail: 3 findings (1 there before), 1 blocking.'],
    [sampleReport({ verdict: 'pending', findings: [] }), 'Pending: no findings; something that time or people can open is still closed.'],
    [sampleReport({ verdict: 'pass', findings: open.slice(1, 2) }), 'Pass: 1 finding, which does not block.'],
    [sampleReport({ verdict: 'pass', findings: open.slice(2) }), 'Pass: 1 finding (there before), which does not block.'],
    [{ ...withoutBase, verdict: 'fail' as const }, 'Fail: 3 findings, 1 blocking.'],
    [
      sampleReport({
        verdict: 'incomplete',
        findings: [],
        apps: quiet,
        errors: [],
        skipped: [
          { path: 'a', reason: 'Component: it takes part in what includes it' },
          { path: 'b', reason: 'not looked at: Kustomization x is not expanded yet' },
        ],
      }),
      'Incomplete: 1 path not looked at; no findings.',
    ],
    [sampleReport({ apps: [], findings: [], errors: [] }), 'Incomplete: no app was found; no findings.'],
    [sampleReport(), 'Incomplete: 1 app could not be built and 1 app not looked at; 3 findings (1 there before), 1 blocking.'],
  ])('case %#', (report, expected) => expect(outlineOf(report).verdict).toBe(expected));
});

describe('findings', () => {
  it('are sorted: blocking first, then by severity', () => {
    expect(outlineOf(sampleReport({ findings: open().toReversed() })).findings.map((finding) => finding.severity)).toEqual([
      'critical',
      'high',
      'low',
      'info',
    ]);
  });
  const open = () => sampleReport().findings;

  it('of an unknown app are kept apart, not lost', () => {
    const [finding] = open();
    if (finding === undefined) throw new Error('the sample has no finding');
    const stray = { ...finding, subject: {} };
    expect(outlineOf(sampleReport({ findings: [stray] })).looseFindings).toEqual([stray]);
  });
});

describe('sideText', () => {
  it.each([
    [{ commit: '1a2b3c4d5e6f708192a3', ref: 'main' }, 'main (1a2b3c4d5e)'],
    [{ commit: '1a2b3c4d5e6f708192a3', dirty: true }, '1a2b3c4d5e with uncommitted changes'],
    [{}, 'the work tree'],
    [{ ref: 'HEAD' }, 'HEAD'],
  ])('%j', (side, expected) => expect(sideText(side)).toBe(expected));
});
