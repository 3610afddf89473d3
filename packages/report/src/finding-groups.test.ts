// Is the same finding told once, what is new in full, and what was there before as a count?
import type { Finding, Report } from '@fairway/contracts';
import { sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { appsText, extentText, groupFindings, standingText } from './finding-groups.ts';
import { reportToMarkdown } from './markdown/report-markdown.ts';
import { reportToText } from './text/report-text.ts';

const finding = (n: number, more: Partial<Finding> = {}): Finding => ({
  ruleId: 'deprecated-field',
  severity: 'low',
  status: 'new',
  blocking: false,
  fingerprint: String(n),
  message: 'It uses commonLabels.',
  hint: 'Use labels.',
  subject: { env: 'dev', app: `app-${n}` },
  location: { file: 'base/kustomization.yaml', line: 17 },
  ...more,
});

const many = (count: number, more: Partial<Finding> = {}): readonly Finding[] =>
  Array.from({ length: count }, (_, i) => finding(i, { location: { file: `at/${String(i).padStart(2, '0')}.yaml` }, ...more }));

const grouped = (findings: readonly Finding[]) => groupFindings(findings, { findingOf: (entry) => entry });
const withFindings = (findings: readonly Finding[]): Report => sampleReport({ findings: [...findings], verdict: 'pass' });
const { base: _, ...noBase } = sampleReport();
const withoutBase = (findings: readonly Finding[]): Report => ({ ...noBase, findings: [...findings], verdict: 'pass' });
const block = (text: string, title: string): string => text.slice(text.indexOf(title)).split(/\n(?:Skipped|#### Skipped)\n/)[0] ?? '';
const textOf = (report: Report, verbose = false): string => block(reportToText(report, { width: 120, verbose }), 'Findings (');
const markdownOf = (report: Report): string => block(reportToMarkdown(report), '#### Findings');
const times = (text: string, part: string): number => text.split(part).length - 1;

describe('groupFindings', () => {
  it('merges the same place and sentence over apps, and nothing else', () => {
    const [group, ...others] = grouped([finding(1), finding(2), finding(2), finding(3, { message: 'It uses bases.' })]);
    expect(others).toEqual([]);
    expect(group?.places.map((place) => [place.apps, place.items.length])).toEqual([
      [['dev/app-1', 'dev/app-2'], 3],
      [['dev/app-3'], 1],
    ]);
    expect(group === undefined ? '' : extentText(group)).toBe('2 places in 3 apps');
  });

  it('takes the object for the place where no file is known', () => {
    const at = (name: string): Finding => {
      const { location: _location, ...rest } = finding(1);
      return { ...rest, subject: { env: 'dev', app: 'a', object: { apiVersion: 'v1', kind: 'Service', name } } };
    };
    expect(grouped([at('x'), at('y'), at('x')])[0]?.places).toHaveLength(2);
  });

  it('puts what blocks first, then what is new, then severity', () => {
    const all = [
      finding(1, { status: 'fixed', severity: 'critical' }),
      finding(2, { status: 'existing', severity: 'critical' }),
      finding(3),
      finding(4, { severity: 'high' }),
      finding(5, { blocking: true, status: 'existing' }),
    ];
    expect(grouped(all).map((group) => `${group.state} ${group.severity}`)).toEqual([
      'blocking low',
      'new high',
      'new low',
      'existing critical',
      'fixed critical',
    ]);
  });

  it('keeps waived ones apart', () => {
    const groups = groupFindings([finding(1), finding(2)], { findingOf: (entry) => entry, isWaived: (entry) => entry.fingerprint === '2' });
    expect(groups.map((group) => group.state)).toEqual(['new', 'waived']);
    expect(groups.map((group) => standingText(group, true))).toEqual(['', 'waived']);
  });
});

describe('appsText', () => {
  it.each([
    [[], ''],
    [['a/b'], 'a/b'],
    [['a/b', 'c/d'], 'in 2 apps: a/b, c/d'],
    [['a', 'b', 'c', 'd'], 'in 4 apps: a, b, c, …'],
  ])('%j', (apps, expected) => expect(appsText(apps, 3)).toBe(expected));
});

describe('what was there before', () => {
  const existing = many(12, { status: 'existing', subject: { env: 'dev', app: 'a' } });

  it('is one line for each rule where there is a base', () => {
    expect(textOf(withFindings(existing))).toBe(
      'Findings (12)\n  low  deprecated-field  12 places in 1 app, all there before\n  --verbose lists every place\n',
    );
    expect(markdownOf(withFindings(existing))).toBe('#### Findings\n\n- low `deprecated-field` 12 places in 1 app, all there before\n');
  });

  it('is told with a few places where there is none', () => {
    for (const text of [textOf(withoutBase(existing)), markdownOf(withoutBase(existing))]) {
      expect(text).toContain('at/02.yaml');
      expect(text).not.toContain('at/03.yaml');
      expect(text).toContain('9 more places');
      expect(text).not.toContain('before');
      expect(times(text, 'Use labels.')).toBe(1);
    }
  });

  it('is listed when asked for', () => {
    const text = textOf(withFindings(existing), true);
    expect(text).toContain('at/11.yaml');
    expect(text).not.toContain('--verbose');
    expect(times(text, 'Use labels.')).toBe(1);
  });
});

describe('what is new or blocks', () => {
  it('is told in full up to 20 places, in all of them together', () => {
    const findings = [...many(18), ...many(18, { ruleId: 'empty-output', severity: 'high' })];
    for (const text of [textOf(withFindings(findings)), markdownOf(withFindings(findings))]) {
      expect(text).toMatch(/high[\s\S]*empty-output/);
      expect(times(text, 'It uses commonLabels.')).toBe(20);
      expect(text).toContain('16 more places');
      expect(times(text, 'Use labels.')).toBe(2);
    }
  });

  it('names the apps of one place', () => {
    const text = textOf(withFindings([1, 2, 3, 4].map((n) => finding(n))));
    expect(text).toContain('base/kustomization.yaml:17 · in 4 apps: dev/app-1, dev/app-2, dev/app-3, …');
    expect(markdownOf(withFindings([finding(1), finding(2)]))).toContain('<br>in 2 apps: `dev/app-1`, `dev/app-2` |');
  });

  it('says that it blocks, whenever it came', () => {
    const text = textOf(withFindings([finding(1, { blocking: true, status: 'existing' })]));
    expect(text).toContain('low, blocks  deprecated-field\n    It uses commonLabels.');
    expect(markdownOf(withFindings([finding(1, { blocking: true })]))).toContain('| low<br>**blocks** |');
  });

  it('says another hint where it begins to hold', () => {
    const text = textOf(withFindings([...many(2), ...many(1, { message: 'It uses bases.', hint: 'Use resources.' }), finding(9)]));
    expect(text.match(/It uses \w+\.|→ Use \w+\./g)).toEqual([
      'It uses commonLabels.',
      'It uses commonLabels.',
      'It uses commonLabels.',
      '→ Use labels.',
      'It uses bases.',
      '→ Use resources.',
    ]);
  });
});

describe('what is gone', () => {
  it('is one line, and not counted as open', () => {
    expect(textOf(withFindings(many(2, { status: 'fixed' })))).toContain(
      'Findings (0)\n  low  deprecated-field  2 places in 2 apps, all gone now',
    );
  });
});
