// Do ranges mean what they mean to Helm, Flux and Argo CD?
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import recorded from '../../test/version-ranges.json' with { type: 'json' };
import { compareVersions, parseLooseVersion, parseTagVersion } from './semver-text.ts';
import { newestMatch, parseVersionRange } from './version-range.ts';

describe('each range takes the versions that the reference library takes', () => {
  it.each(recorded.ranges.map(({ range, takes }) => [range, takes] as const))('%s', (text, takes) => {
    const range = parseVersionRange(text);
    const taken = recorded.versions.filter((version) => {
      const parsed = parseLooseVersion(version);
      return parsed !== undefined && range?.(parsed) === true;
    });
    expect(range === undefined ? null : taken).toEqual(takes);
  });
});

const choose = (wanted: string, versions: readonly string[]): string | undefined =>
  newestMatch(wanted, versions, { text: (one) => one, parse: parseLooseVersion });

describe('the version that is meant', () => {
  test.each([
    ['', ['1.0.0', '2.0.0-rc.1', '1.10.0', '1.9.0'], '1.10.0'],
    ['*', ['1.0.0', '2.0.0-rc.1'], '1.0.0'],
    ['2.0.0-rc.1', ['1.0.0', '2.0.0-rc.1'], '2.0.0-rc.1'],
    ['>=1.0.0-0', ['1.0.0', '2.0.0-rc.1'], '2.0.0-rc.1'],
    ['1.0.0', ['v1.0.0', '1.0.0'], '1.0.0'],
    ['1.0.0', ['v1.0.0'], 'v1.0.0'],
    ['1.x', ['1.0.0+a', '1.0.0+b'], '1.0.0+a'],
    ['latest', ['latest', '1.0.0'], 'latest'],
    ['latest', ['1.0.0'], 'invalid'],
    ['', ['1.0.0-rc.1'], undefined],
    ['3', ['1.0.0', 'main', '2.0.0'], undefined],
    [`${'1 '.repeat(300)}`, ['1.0.0'], 'invalid'],
    [Array.from({ length: 33 }, () => '1').join('||'), ['1.0.0'], 'invalid'],
  ] as const)('%s of %j is %s', (wanted, versions, expected) => {
    expect(choose(wanted, versions)).toBe(expected);
  });
});

test.each([
  ['1.2', false, true],
  ['v1.2.3', true, true],
  ['01.2.3', false, true],
  ['1.2.3-01', false, false],
  ['1.2.3-a.b+c', true, true],
  ['main', false, false],
  ['1.2.3.4', false, false],
  [`1.2.3-${'a'.repeat(300)}`, false, false],
])('%s among tags: %s, in an index: %s', (text, tag, loose) => {
  expect([parseTagVersion(text) !== undefined, parseLooseVersion(text) !== undefined]).toEqual([tag, loose]);
});

const number = fc.nat({ max: 30 });
const version = fc
  .tuple(number, number, number, fc.constantFrom('', '-alpha', '-alpha.1', '-rc.2', '-rc.10', '-0', '-0a'))
  .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre}`);

test('the order of versions is an order', () => {
  fc.assert(
    fc.property(version, version, version, (...texts) => {
      const [a, b, c] = texts.map((text) => parseLooseVersion(text));
      if (a === undefined || b === undefined || c === undefined) throw new Error('no version');
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test('any text is read or refused, fast', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123.xX*-+ ,|<>=!~^va'), maxLength: 600 }), (text) => {
      const started = performance.now();
      parseVersionRange(text);
      expect(performance.now() - started).toBeLessThan(200);
    }),
  );
});
