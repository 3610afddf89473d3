// Is the terminal output short, within its width, plain without colour, and deaf to what it prints?
import { stripVTControlCharacters } from 'node:util';
import { HOSTILE_PAYLOADS, hostileReport, largeReport, sampleChange, sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { reportToMarkdown } from '../markdown/report-markdown.ts';
import { reportToText } from './report-text.ts';

const ESC = '\u001b';
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

describe('reportToText', () => {
  it('begins with the answer and ends with the verdict', () => {
    const lines = reportToText(sampleReport(), { width: 200 }).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^3 environments will change: dev \(storefront\)/);
    expect(lines.at(-1)).toMatch(/^Incomplete: 1 app could not be built/);
  });

  it('shows board, effects, fields, findings with place and hint, errors and what was not looked at', () => {
    const text = reportToText(sampleReport(), { width: 140 });
    expect(text).toContain('  storefront   ~ 1   ~ 1    ~ 5        ·');
    expect(text).toContain('~ Deployment shop/storefront  restarts pods');
    expect(text).toContain('API server would refuse: immutable field spec.selector · restarts pods');
    expect(text).toContain('spec.replicas: 2 → 0');
    expect(text).toContain('data.token: changed, value not shown');
    expect(text).toContain('environments/prod/apps/storefront/session.yaml:7:3 · prod/storefront');
    expect(text).toContain('→ Encrypt it with SOPS');
    expect(text).toContain('✗ prod/checkout: kustomize: accumulating resources');
    expect(text).toContain('○ environments/archive/old: nothing points at it');
    expect(text).toContain('prod-b has no profile');
  });

  it('has the same words with and without colour', () => {
    const plain = reportToText(sampleReport(), { color: false });
    const colored = reportToText(sampleReport(), { color: true });
    expect(plain).not.toContain(ESC);
    expect(colored).toContain(ESC);
    expect(stripVTControlCharacters(colored)).toBe(plain);
  });

  it.each([60, 80, 120])('keeps sentences and the board within %i characters', (width) => {
    const long = reportToText(sampleReport(), { width })
      .split('\n')
      .filter((line) => line.length > width && !line.includes('because of') && !/\S{30}/.test(line));
    expect(long).toEqual([]);
  });

  it('splits a board that is wider than the terminal', () => {
    const environments = Array.from({ length: 30 }, (_, i) => ({ name: `environment-${i}` }));
    const [app] = sampleReport().apps;
    if (app === undefined) throw new Error('the sample has no app');
    const apps = environments.map((env) => ({ ...app, id: `${env.name}/web`, env: env.name, app: 'web' }));
    const text = reportToText(sampleReport({ environments, apps, changes: [] }), { width: 80 });
    for (const env of environments) expect(text).toContain(env.name);
    expect(
      Math.max(
        ...text
          .split('\n')
          .slice(4, text.split('\n').indexOf('Changes'))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
  });

  it('does not say the names of a renamed object twice', () => {
    const change = sampleChange('dev/storefront', 'renamed');
    const ops = [...change.ops, { path: '/metadata/name', before: 'storefront-a', after: 'storefront-b' }];
    const report = sampleReport({ changes: [{ ...change, ops }] });
    expect(reportToText(report)).toMatch(/→ ConfigMap shop\/\S+ → \S+\n +restarts pods · deletes the old object and creates the new one/);
    expect(reportToText(report)).not.toContain('metadata.name');
    expect(reportToMarkdown({ ...report, changes: [{ ...change, ops, patch: '' }] })).not.toContain('metadata.name');
  });

  it('says a reason once for many paths', () => {
    const skipped = ['a', 'b', 'c', 'd', 'e'].map((path) => ({ path, reason: 'Component' }));
    expect(reportToText(sampleReport({ skipped }))).toContain('  ○ a, b, c and 2 more: Component\n');
    expect(reportToText(sampleReport({ skipped }), { verbose: true })).toContain('  ○ e: Component\n');
  });

  it('says what is there where nothing was compared', () => {
    const { base: _, ...report } = sampleReport({
      apps: largeReport(5000).apps.map((app) => ({ ...app, status: 'unchanged' })),
      changes: [],
    });
    const text = reportToText(report);
    expect(text).toContain('service-019   12    12     12     12');
    expect(text).not.toContain('service-020');
    expect(text).toContain('… and 5 more apps; --verbose lists them\n  (number of objects)');
    expect(reportToText(report, { verbose: true })).toContain('service-024');
  });

  it('counts what is unchanged, and lists it when asked', () => {
    const apps = sampleReport().apps.map((app) => ({ ...app, status: app.app === 'ledger' ? ('unchanged' as const) : app.status }));
    const report = sampleReport({ apps });
    expect(reportToText(report)).toContain('not shown: 1 app without any change');
    expect(reportToText(report)).not.toContain('ledger');
    expect(reportToText(report, { verbose: true })).toContain('ledger');
  });

  it('stays short for 5,000 changes', () => {
    const text = reportToText(largeReport(5000));
    expect(text.split('\n').length).toBeLessThan(1500);
    expect(text).toContain('80 more apps; --verbose lists them');
    expect(reportToText(largeReport(300), { verbose: true })).toContain('object-00299');
  });

  it.each(HOSTILE_PAYLOADS)('obeys nothing: %j', (payload) => {
    const text = reportToText(hostileReport(payload), { width: 60, verbose: true });
    expect(text).not.toMatch(CONTROLS);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toContain('##[');
  });

  it('would show a runner command if names were printed as they are', () => {
    expect('a\n::add-mask::x').toMatch(/^\s*::/m);
    expect(reportToText(sampleReport({ notes: ['::error::x', 'see ##[error]y'] }))).toContain('\\u003a:error::x');
  });
});
