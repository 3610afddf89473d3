// Can text from a repository become Markdown, HTML, a mention or a link? Asked of a parser that reads as GitHub does.
import { HOSTILE_PAYLOADS } from '@fairway/testkit';
import * as fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { code, htmlCode, htmlEscaped, prose } from './escape.ts';
import { fenced, firstLines } from './fence.ts';

const html = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
const elements = (page: string): readonly string[] =>
  [...new Set([...page.matchAll(/<\/?([a-zA-Z!][\w-]*)/g)].map((match) => match[1] ?? ''))].toSorted();
/** Text that GitHub searches for mentions and references: all but code. */
const searched = (page: string): string => page.replace(/<code>[\s\S]*?<\/code>/g, '');

const strings = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...'`|\\<>&*_[]()!#@:-+.=~ \n1ax'), maxLength: 40 }),
);

describe('code', () => {
  it.each(HOSTILE_PAYLOADS)('makes one code element of %j', (payload) => {
    expect(elements(html(`x ${code(payload)} y`))).toEqual(['code', 'p']);
  });

  it('makes one code element of any text, in a paragraph and in a table', () => {
    fc.assert(
      fc.property(strings, strings, (one, two) => {
        expect(html(`${code(one)} and ${code(two)}`).match(/<code>/g)).toHaveLength(2);
        const table = html(`| a | b |\n|---|---|\n| ${code(one)} | ${code(two)} |\n\nend`);
        expect(table.match(/<td>/g)).toHaveLength(2);
        expect(elements(table)).toEqual(['code', 'p', 'table', 'tbody', 'td', 'th', 'thead', 'tr']);
      }),
      { numRuns: 500 },
    );
  });

  it('shows what was given', () => {
    expect(html(code('a `b` ``c``'))).toBe('<p><code>a `b` ``c``</code></p>');
    expect(html(`|a|\n|---|\n|${code('x\\|y|z')}|`)).toContain('<code>x\\|y|z</code>');
  });
});

describe('prose', () => {
  it.each(HOSTILE_PAYLOADS)('makes only text and code of %j', (payload) => {
    expect(elements(html(`- ${prose(`begin ${payload}`)}`)).filter((name) => !['code', 'ul', 'li'].includes(name))).toEqual([]);
  });

  it('leaves nothing for a mention, a reference or a link outside of code', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            strings,
            fc.constantFrom(
              '@octocat',
              'org/repo#12',
              '#7',
              'GH-4',
              'https://x.example',
              'www.x.example',
              'me@x.example',
              ':tada:',
              '0123456789abcdef',
            ),
          ),
          { maxLength: 6 },
        ),
        (words) => {
          const page = html(`- ${prose(words.join(' '))}`);
          expect(elements(page).filter((name) => !['code', 'ul', 'li'].includes(name))).toEqual([]);
          const text = searched(page).replace(/&(#\w+|\w+);/g, ' ');
          expect(text).not.toMatch(/@|#|:\/\/|www\.|GH-\d|[0-9a-f]{7}/i);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps code spans that touch apart', () => {
    expect(searched(html(`- ${prose('` `#')}`))).not.toContain('#');
  });

  it('would notice text that is not escaped', () => {
    expect(elements(html('- <b>x</b> [a](https://x.example)'))).toContain('a');
    expect(searched(html('- @octocat'))).toContain('@');
  });

  it.each([
    ['Use `labels`, not `commonLabels`.', '<p>Use <code>labels</code>, not <code>commonLabels</code>.</p>'],
    ['- not a list', '<p>- not a list</p>'],
    ['1. not a list', '<p>1. not a list</p>'],
    ['# not a heading', '<p><code>#</code> not a heading</p>'],
    ['a_b_c and x*y*z', '<p>a_b_c and x*y*z</p>'],
  ])('%s', (text, expected) => expect(html(prose(text))).toBe(expected));
});

describe('htmlCode', () => {
  it.each(HOSTILE_PAYLOADS)('stays one element in a summary: %j', (payload) => {
    expect(elements(html(`<details><summary>${htmlCode(payload)}</summary>\n\ntext\n\n</details>`))).toEqual([
      'code',
      'details',
      'p',
      'summary',
    ]);
  });

  it('escapes quotes too', () => expect(htmlEscaped(`"'<>&\``)).toBe('&#34;&#39;&#60;&#62;&#38;&#96;'));
});

describe('fenced', () => {
  it.each(HOSTILE_PAYLOADS)('cannot be left by %j', (payload) => {
    expect(
      elements(html(`<details><summary>x</summary>\n\n${fenced(`+${payload}\n-${payload}\n${payload}`, 'diff')}\n\n</details>`)),
    ).toEqual(['code', 'details', 'pre', 'summary']);
  });

  it('could be left if its length were fixed', () => {
    expect(elements(html('```diff\n```\n# outside\n```'))).toContain('h1');
    expect(elements(html(fenced('```\n# outside', 'diff')))).toEqual(['code', 'pre']);
  });
});

describe('firstLines', () => {
  it.each([
    ['a\nb\nc\n', 2, 100, { text: 'a\nb', left: 1 }],
    ['a\nb\n', 2, 100, { text: 'a\nb', left: 0 }],
    ['aaaa\nbbbb\n', 9, 6, { text: 'aaaa', left: 1 }],
  ])('%j', (text, lines, characters, expected) => expect(firstLines(text, lines, characters)).toEqual(expected));
});
