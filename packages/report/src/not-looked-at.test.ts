// Is what was not looked at told as one where it is one, and kept apart from what was only passed over?
import { reconcilerReport, sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { reportToJunit } from './junit.ts';
import { reportToMarkdown } from './markdown/report-markdown.ts';
import { countedKind, gapCount, gapName, gapsOf, gapTitle, gapWarning, otherSkips } from './not-looked-at.ts';
import { reportToSarif } from './sarif.ts';
import { reportToText } from './text/report-text.ts';

const skipped = (...reasons: readonly string[]) => sampleReport({ skipped: reasons.map((reason, i) => ({ path: `f${i}.yaml`, reason })) });

describe('gapsOf', () => {
  it.each([
    ['not looked at: HelmRelease shop/web is not expanded yet', 'HelmRelease', 'is not expanded yet', 'shop/web (f0.yaml)'],
    ['not looked at: Application shop: has jsonnet', 'Application', 'has jsonnet', 'shop (f0.yaml)'],
    ['not looked at: the chart oci://x is in a registry', '', 'the chart oci://x is in a registry', 'f0.yaml'],
    ['not looked at', '', '', 'f0.yaml'],
  ])('%s', (reason, kind, why, name) => {
    const [gap] = gapsOf(skipped(reason));
    expect(gap).toMatchObject({ kind, reason: why });
    expect(gap?.entries.map(gapName)).toEqual([name]);
  });

  it('groups by kind and reason, the largest first, apps among them, and counts all', () => {
    const report = skipped(
      'not looked at: Bucket a is far',
      'not looked at: HelmRelease b is odd',
      'not looked at: HelmRelease c is odd',
      'a Component',
    );
    const gaps = gapsOf({
      ...report,
      apps: report.apps.map((app) => (app.status === 'skipped' ? { ...app, reason: 'not looked at: Bucket z is far' } : app)),
    });
    expect(gaps.map((gap) => `${gapTitle(gap)} ${gap.reason}`)).toEqual(['2 Buckets is far', '2 HelmReleases is odd']);
    expect(gapCount(gaps)).toBe(4);
    expect(otherSkips(report).map(({ reason }) => reason)).toEqual([expect.stringContaining('oci://'), 'a Component']);
  });

  it('stays linear on long reasons', () => {
    const started = performance.now();
    gapsOf(
      skipped(
        `not looked at: ${'A'.repeat(200_000)}`,
        `not looked at: Kind ${'x'.repeat(200_000)}`,
        `not looked at: Kind ${'x '.repeat(100_000)}`,
      ),
    );
    expect(performance.now() - started).toBeLessThan(500);
  });
});

it.each([
  [1, 'HelmRelease', '1 HelmRelease'],
  [2, 'HelmRepository', '2 HelmRepositories'],
  [1000, 'Bucket', '1,000 Buckets'],
])('%i %s', (count, kind, text) => expect(countedKind(count, kind)).toBe(text));

it('warns before everything else, and in the verdict', () => {
  expect(gapWarning([])).toEqual([]);
  expect(gapWarning(gapsOf(skipped('not looked at: Bucket a is far')))).toEqual([
    '1 Bucket was not looked at, so what it applies is unknown',
  ]);
  const text = reportToText(reconcilerReport(), { width: 100 });
  expect(text.slice(0, text.indexOf('Reconcilers'))).toContain(
    '! 7 ApplicationSets and 1 Application were not looked at, so what they apply is unknown',
  );
  expect(text).toContain('8 paths not looked at; no findings.');
});

describe('each form tells it in a bounded way', () => {
  const many = sampleReport({
    skipped: Array.from({ length: 3000 }, (_, i) => ({
      path: `apps/${i}.yaml`,
      reason: `not looked at: Kind${String.fromCharCode(65 + (i % 20))} n${i} is not expanded yet`,
    })),
  });

  it('text', () => {
    const text = reportToText(many);
    expect(text).toContain('Not looked at (3,000)');
    expect(text).toContain('… and 12 more reasons; --verbose lists them');
    expect(text.split('\n').length).toBeLessThan(120);
    expect(reportToText(many, { verbose: true })).toContain('n2999 (apps/2999.yaml)');
    expect(reportToText(many).indexOf('Not looked at (')).toBeLessThan(text.indexOf('Findings ('));
  });

  it('Markdown', () => {
    const text = reportToMarkdown(many);
    expect(text).toContain('#### Not looked at');
    expect(text).toContain('- **150 KindAs**: is not expanded yet<br>`n0` (`apps/0.yaml`), `n20` (`apps/20.yaml`)');
    expect(text).toContain('and 145 more');
    expect(text).not.toContain('n2999');
  });

  it('SARIF, where it is a warning of the run', () => {
    const run = JSON.parse(reportToSarif(many)).runs[0];
    const told = run.invocations[0].toolExecutionNotifications.filter(
      (one: { descriptor: { id: string } }) => one.descriptor.id === 'not-looked-at',
    );
    expect(told).toHaveLength(20);
    expect(told[0]).toMatchObject({
      level: 'warning',
      message: { text: expect.stringContaining('150 KindAs not looked at: is not expanded yet: n0 (apps/0.yaml)') },
    });
    expect(told[0].locations).toHaveLength(10);
  });

  it('JUnit, which says it once', () => {
    expect(reportToJunit(many)).toContain('apps/0.yaml: not looked at: KindA n0 is not expanded yet');
    expect(reportToJunit(many)).not.toContain('not looked at: apps/');
  });
});
