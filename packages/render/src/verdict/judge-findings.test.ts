import type { Severity } from '@fairway/contracts';
import type { FindingDraft } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { type Bar, judgeApp, sortFindings } from './judge-findings.ts';

const draft = (ruleId: string, severity: Severity, more: Partial<FindingDraft> = {}): FindingDraft => ({
  ruleId,
  severity,
  message: ruleId,
  hint: 'do it',
  ...more,
});
const judge = (head: readonly FindingDraft[] | undefined, base: readonly FindingDraft[] | undefined, bar: Partial<Bar> = {}) =>
  judgeApp({ env: 'dev', app: 'web', head, base }, { hasBase: true, failOn: 'high', ...bar }).map(
    ({ ruleId, status, blocking }) => `${ruleId} ${status}${blocking ? ' blocks' : ''}`,
  );

describe('with a base', () => {
  it.each<readonly [Severity, Severity, boolean]>([
    ['critical', 'high', true],
    ['high', 'high', true],
    ['medium', 'high', false],
    ['medium', 'medium', true],
    ['info', 'low', false],
    ['info', 'info', true],
  ])('a new %s finding against the threshold %s blocks: %s', (severity, failOn, blocking) => {
    expect(judge([draft('a', severity)], [], { failOn })).toEqual([`a new${blocking ? ' blocks' : ''}`]);
    expect(judge([draft('a', severity)], [draft('a', severity)], { failOn })).toEqual(['a existing']);
  });

  it('an edit that matched nothing blocks whatever the threshold, when it is new', () => {
    const found = [draft('patch-unmatched', 'high')];
    expect(judge(found, [], { failOn: 'critical' })).toEqual(['patch-unmatched new blocks']);
    expect(judge(found, found, { failOn: 'critical' })).toEqual(['patch-unmatched existing']);
  });

  it('what is gone is fixed and never blocks; a side that was not judged fixes nothing', () => {
    expect(judge([], [draft('a', 'critical')])).toEqual(['a fixed']);
    expect(judge(undefined, [draft('a', 'critical')])).toEqual([]);
  });

  it('a higher number in the data is worse, and new; a lower one is not', () => {
    const count = (value: number) => [draft('a', 'high', { data: { count: value } })];
    expect(judge(count(3), count(2))).toEqual(['a new blocks']);
    expect(judge(count(2), count(3))).toEqual(['a existing']);
  });

  it('the same finding twice is one', () => {
    expect(judge([draft('a', 'low'), draft('a', 'low', { message: 'other words' })], [])).toEqual(['a new']);
  });
});

describe('without a base', () => {
  it('everything exists, and only what render itself blocks on blocks', () => {
    const found = [draft('a', 'critical'), draft('images-unmatched', 'high'), draft('non-deterministic', 'high')];
    expect(judge(found, undefined, { hasBase: false })).toEqual([
      'non-deterministic existing blocks',
      'images-unmatched existing blocks',
      'a existing',
    ]);
  });
});

describe('order', () => {
  it('does not depend on the order given', () => {
    const all = judgeApp(
      { env: 'dev', app: 'web', head: [draft('b', 'low'), draft('a', 'low'), draft('c', 'critical')], base: [] },
      { hasBase: true, failOn: 'high' },
    );
    expect(sortFindings(all).map(({ ruleId }) => ruleId)).toEqual(['c', 'a', 'b']);
    expect(sortFindings(all.toReversed())).toEqual(sortFindings(all));
  });
});
