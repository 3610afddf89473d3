// Do search, filters and their counts agree with one another?
import { largeReport, sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { facetChoices, isFiltered, switched } from './facets.ts';
import type { Filter } from './view-model.ts';
import { indexOf, NO_FILTER, shownChanges, shownFindings } from './view-model.ts';

const index = indexOf(sampleReport());
const names = (filter: Partial<Filter>): readonly string[] =>
  shownChanges(index, { ...NO_FILTER, ...filter }).map((item) => `${item.change.app} ${item.change.object.kind}`);
const rules = (filter: Partial<Filter>): readonly string[] =>
  shownFindings(index, { ...NO_FILTER, ...filter }).map((item) => item.finding.ruleId);

describe('shownChanges', () => {
  it.each<readonly [string, Partial<Filter>, readonly string[]]>([
    ['an environment', { envs: new Set(['test']) }, ['test/storefront Deployment', 'test/checkout Deployment']],
    ['an app in one environment', { app: 'storefront', envs: new Set(['dev']) }, ['dev/storefront Deployment']],
    ['a kind of change', { kinds: new Set(['added', 'renamed']) }, ['test/checkout Deployment', 'prod/storefront ConfigMap']],
    ['an effect', { effects: new Set(['immutable-field']) }, ['prod/storefront Deployment']],
    ['a severity of a finding on it', { severities: new Set(['critical']) }, ['prod/storefront Secret']],
    ['words of an object', { query: 'SECRET session' }, ['prod/storefront Secret']],
    ['a file that caused it', { query: 'test/apps/storefront/release.yaml' }, ['test/storefront Deployment']],
    ['a value', { query: 'loadbalancer' }, ['prod/storefront Service']],
    ['nothing', { query: 'no such thing' }, []],
  ])('by %s', (_name, filter, expected) => expect(names(filter)).toEqual(expected));
});

describe('shownFindings', () => {
  it.each<readonly [string, Partial<Filter>, readonly string[]]>([
    ['nothing', {}, ['plaintext-secret', 'patch-unmatched', 'deprecated-field', 'ignored-input']],
    ['a severity', { severities: new Set(['high']) }, ['patch-unmatched']],
    ['a place', { query: 'kustomization.yaml:14' }, ['patch-unmatched']],
    ['an environment', { envs: new Set(['test']) }, ['deprecated-field']],
    ['a change of its object', { effects: new Set(['restart']) }, ['plaintext-secret', 'patch-unmatched']],
  ])('by %s', (_name, filter, expected) => expect(rules(filter)).toEqual(expected));

  it('shows waived ones with their waiver, and links only to objects that change', () => {
    const [finding] = sampleReport().findings;
    if (finding === undefined) throw new Error('the sample has no finding');
    const waived = indexOf(sampleReport({ findings: [], waived: [{ finding, waiver: 'w.yaml' }] }));
    expect(waived.findings.map((item) => [item.waiver, item.anchor])).toEqual([
      ['w.yaml', 'prod/storefront/v1/Secret/shop/storefront-session'],
    ]);
    expect(indexOf(sampleReport({ changes: [] })).findings.every((item) => item.anchor === undefined)).toBe(true);
  });
});

describe('facetChoices', () => {
  it('counts what each choice would show, under the other filters', () => {
    expect(facetChoices(index, NO_FILTER, 'envs')).toEqual([
      { value: 'dev', count: 1 },
      { value: 'test', count: 2 },
      { value: 'prod', count: 6 },
    ]);
    const filter = { ...NO_FILTER, envs: new Set(['prod']) };
    expect(facetChoices(index, filter, 'envs').map((choice) => choice.count)).toEqual([1, 2, 6]);
    expect(facetChoices(index, filter, 'kinds')).toEqual([
      { value: 'added', count: 0 },
      { value: 'changed', count: 4 },
      { value: 'removed', count: 1 },
      { value: 'renamed', count: 1 },
    ]);
  });

  it.each(['envs', 'kinds', 'effects'] as const)('agrees with the list for each value of %s', (facet) => {
    const large = indexOf(largeReport(500));
    for (const { value, count } of facetChoices(large, NO_FILTER, facet))
      expect(shownChanges(large, switched(NO_FILTER, facet, value))).toHaveLength(count);
  });
});

describe('switched', () => {
  it('puts a value in and takes it out', () => {
    const once = switched(NO_FILTER, 'envs', 'prod');
    expect(isFiltered(once)).toBe(true);
    expect(isFiltered(switched(once, 'envs', 'prod'))).toBe(false);
    expect(isFiltered(NO_FILTER)).toBe(false);
  });
});

describe('indexOf', () => {
  it('gives every object its own anchor', () => {
    expect(new Set(index.changes.map((item) => item.anchor)).size).toBe(index.changes.length);
  });
});
