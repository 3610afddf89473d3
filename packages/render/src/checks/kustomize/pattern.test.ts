import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { imageNameMatch, wholeMatch } from './pattern.ts';

it.each([
  [undefined, 'web', true],
  ['web', 'web', true],
  ['web', 'web-2', false],
  ['w.b', 'web', true],
  ['web|api', 'api', true],
  ['web|api', 'web-api', false],
  ['.*', '', true],
  ['^web$', 'web', true],
  ['(?i)WEB', 'web', true],
])('%s and %s: %s', (pattern, value, matched) => expect(wholeMatch(pattern)?.(value)).toBe(matched));

it('knows what is no pattern', () => {
  expect(wholeMatch('(web')).toBeUndefined();
  expect(imageNameMatch('(web')).toBeUndefined();
});

it('takes no short cut that changes the answer', () => {
  const part = fc.constantFrom('a', 'b', '.', '/', '-', ':', '1', '@sha256:', '*', '(', ')', '|');
  const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
  const property = fc.property(text, text, (name, value) => {
    const ours = imageNameMatch(name);
    if (ours === undefined) return;
    const full = RE2JS.compile(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
    expect(ours(value)).toBe(full.matcher(value).find());
    expect(ours(`${name}:1`)).toBe(full.matcher(`${name}:1`).find());
  });
  fc.assert(property, { seed: 1, numRuns: 2000 });
});

it('answers in linear time', () => {
  expect(wholeMatch('(a+)+')?.(`${'a'.repeat(5000)}!`)).toBe(false);
  expect(imageNameMatch('(a*)*b')?.('a'.repeat(5000))).toBe(false);
});
