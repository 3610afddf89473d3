// Can anything in a text stay unseen?
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounded, boundedStart, visible, visibleLines } from './visible.ts';

describe('visible', () => {
  it.each([
    ['plain – ü 漢字 🎉', 'plain – ü 漢字 🎉'],
    ['a\nb\tc', 'a\\nb\\tc'],
    ['\u001b[2J', '\\u001b[2J'],
    ['user\u202enimda', 'user\\u202enimda'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['\ud800x\udc00', '\\ud800x\\udc00'],
    ['\u0085\u009b', '\\u0085\\u009b'],
  ])('shows %j', (text, expected) => expect(visible(text)).toBe(expected));

  it('leaves newlines of texts with several lines', () => expect(visibleLines('a\n\u0000b')).toBe('a\n\\u0000b'));
});

describe('bounded', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['🎉🎉🎉🎉', 3, '🎉🎉…'],
    ['', 3, ''],
  ])('cuts %s to %i', (text, length, expected) => expect(bounded(text, length)).toBe(expected));

  it('is never longer than asked, and always well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, length) => {
        for (const cut of [bounded(text, length), boundedStart(text, length)]) {
          expect([...cut].length).toBeLessThanOrEqual(length);
          expect(cut.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('keeps the end of a path', () => expect(boundedStart('spec.containers[name=web].image', 12)).toBe('…=web].image'));
});
