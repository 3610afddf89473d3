// Which tags does the older template language fill?
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapOf } from '../go-template/values.ts';
import { renderFastTemplate } from './fasttemplate.ts';

const params = mapOf([
  ['name', 'web'],
  ['path[0]', 'apps'],
  ['metadata.labels.a/b', 'x'],
  ['number', 7],
  ['braces', '{{name}}'],
]);

describe('renderFastTemplate', () => {
  it.each([
    ['plain', 'plain'],
    ['{{name}}', 'web'],
    ['{{ name }}-{{\tname\t}}', 'web-web'],
    ['{{path[0]}}/{{metadata.labels.a/b}}', 'apps/x'],
    ['{{unknown}} {{ unknown }}', '{{unknown}} {{ unknown }}'],
    ['{{number}}', '{{number}}'],
    ['{{}} {{ }}', '{{}} {{ }}'],
    ['{{braces}}', '{{name}}'],
    ['{{.name}}', '{{.name}}'],
    ['}} {{name}} }}', '}} web }}'],
    ['{{\nname\n}}', '{{\nname\n}}'],
    ['{{name', '{{name'],
    ['{{__proto__}} {{constructor}}', '{{__proto__}} {{constructor}}'],
  ])('%j is %j', (text, expected) => {
    expect(renderFastTemplate(text, params)).toEqual({ ok: true, text: expected });
  });

  it('refuses a tag without end behind one that is whole', () => {
    expect(renderFastTemplate('{{name}} {{rest', params)).toMatchObject({ ok: false, reason: expect.stringContaining('has no end') });
  });

  it('leaves every text without tags alone', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('{{'));
        expect(renderFastTemplate(text, params)).toEqual({ ok: true, text });
      }),
    );
  });
});
