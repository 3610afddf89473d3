// Do our selectors choose what Kubernetes lets them choose, and do we know what they could choose?
import { matchesSelector } from '@fairway/manifests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selector } from '../../test/arbitrary-cluster.ts';
import { canChoose } from './label-choice.ts';
import { implies, isSatisfiable, opposite, readSelector, type Selector, selectorText, selects } from './label-selector.ts';

function read(value: unknown): Selector {
  return readSelector(value, '/s', (pointer, message) => {
    throw new Error(`${pointer}: ${message}`);
  });
}

function problems(value: unknown): readonly string[] {
  const list: string[] = [];
  readSelector(value, '/s', (pointer, message) => list.push(`${pointer}: ${message}`));
  return list;
}

/** All labels that the generated selectors can tell apart. */
const KEYS = ['a', 'b', 'kubernetes.io/metadata.name'];
const ALL = ['', 'x', 'y', 'z'].flatMap((a) => ['', 'x', 'y', 'z'].flatMap((b) => ['', 'x', 'y', 'z'].map((c) => [a, b, c])));
const LABELS = ALL.map((values) => new Map(KEYS.flatMap((key, at) => (values[at] === '' ? [] : [[key, values[at] ?? ''] as const]))));

describe('selectors', () => {
  it('choose what matchesSelector of our manifests chooses', () => {
    fc.assert(
      fc.property(selector, (value) => {
        for (const labels of LABELS) expect(selects(read(value), labels)).toBe(matchesSelector(value, Object.fromEntries(labels)));
      }),
      { numRuns: 500 },
    );
  });

  it('are satisfiable, imply others and can avoid them exactly when some labels show it', () => {
    fc.assert(
      fc.property(selector, selector, selector, (first, second, third) => {
        const [a, b, c] = [read(first), read(second), read(third)];
        expect(isSatisfiable([...a, ...b])).toBe(LABELS.some((labels) => selects(a, labels) && selects(b, labels)));
        expect(implies(a, b)).toBe(LABELS.every((labels) => !selects(a, labels) || selects(b, labels)));
        expect(canChoose(a, [b, c])).toBe(LABELS.some((labels) => selects(a, labels) && !selects(b, labels) && !selects(c, labels)));
        for (const requirement of a)
          for (const labels of LABELS) expect(selects([opposite(requirement)], labels)).toBe(!selects([requirement], labels));
      }),
      { numRuns: 1000 },
    );
  });

  it('stops trying after a while, and then says perhaps', () => {
    const avoided = Array.from({ length: 40 }, (_, at) => read({ matchLabels: { [`a${at}`]: 'x', [`b${at}`]: 'x' } }));
    const wanted = read({ matchLabels: { a39: 'x', b39: 'x' } });
    expect(canChoose(wanted, avoided)).toBe(true);
    expect(canChoose(wanted, avoided.slice(39))).toBe(false);
  });

  it.each([
    [{}, 'all'],
    [{ matchLabels: { app: 'web' } }, 'app=web'],
    [
      {
        matchExpressions: [
          { key: 'b', operator: 'NotIn', values: ['y', 'x'] },
          { key: 'a', operator: 'Exists' },
        ],
      },
      'a, b not in (x, y)',
    ],
    [
      {
        matchExpressions: [
          { key: 'b', operator: 'NotIn', values: ['x'] },
          { key: 'a', operator: 'DoesNotExist' },
        ],
      },
      '!a, b!=x',
    ],
  ])('%j reads as %s', (value, text) => {
    expect(selectorText(read(value))).toBe(text);
  });

  it.each([
    [null, '/s: a label selector must be a mapping'],
    [[], '/s: a label selector must be a mapping'],
    [{ labels: {} }, '/s/labels: unknown key "labels"'],
    [{ matchLabels: ['a'] }, '/s/matchLabels: matchLabels must be a mapping'],
    [{ matchLabels: { a: true } }, '/s/matchLabels/a: found true, expected text; quote it'],
    [{ matchExpressions: {} }, '/s/matchExpressions: must be a list'],
    [{ matchExpressions: ['a'] }, '/s/matchExpressions/0: a match expression needs a key'],
    [{ matchExpressions: [{ key: 'a', operator: 'Like' }] }, '/s/matchExpressions/0/operator: found "Like"'],
    [{ matchExpressions: [{ key: 'a', operator: 'In' }] }, '/s/matchExpressions/0/values: In needs a list'],
    [{ matchExpressions: [{ key: 'a', operator: 'Exists', values: ['x'] }] }, '/s/matchExpressions/0/values: Exists takes no values'],
  ])('%j is wrong: %s', (value, message) => {
    expect(problems(value)).toEqual([expect.stringContaining(message)]);
  });
});
