// How does text from a repository stand in Markdown without becoming Markdown, HTML, a mention or a link?
import { bounded, visible } from '../visible.ts';

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));

/** Text for an HTML element or attribute. */
export const htmlEscaped = (text: string): string => visible(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);

/** `<code>` for use inside an HTML block (`<summary>`), where no Markdown is read but mentions are, except in code. */
export const htmlCode = (text: string, limit = 200): string => `<code>${htmlEscaped(bounded(text, limit))}</code>`;

/** A `|` in code cannot be told from an escaped one where a backslash stands before it; then each character becomes an entity. */
const entityCode = (line: string): string =>
  `<code>${line.replace(/[^A-Za-z0-9 /-]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`).replaceAll('&#64;', '&#64;&#8203;')}</code>`;

/**
 * A code span: GitHub makes no mention, reference or link of what is in code. Its fence is longer than any run of backticks inside
 * (CommonMark 0.31, 6.1); `|` is escaped so that it is safe in a table too (GFM 4.10).
 */
export const code = (text: string, limit = 200): string => {
  const line = bounded(text, limit);
  if (line.trim() === '') return '``" "``';
  if (line.includes('|')) return entityCode(line);
  const run = longestRun(line);
  const fence = '`'.repeat(run + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || (line.startsWith(' ') && line.endsWith(' ')) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
};

/** What GitHub turns into a mention, a reference, a commit, an emoji or a link. */
const REFERENCE = /[@#]|:\/\/|\bwww\.|\bGH-\d|:[\w+-]+:|\b[0-9a-f]{7,64}\b|^xmpp:|^mailto:/i;
const MARKDOWN = /[\\`*_{}[\]<>!~&|$^]/g;
/** What begins a list, a heading or a rule at the start of a line. */
const OPENING = /^(\s*)(\d{1,9}(?=[.)])|)([-+=.)])/;

const escapedWord = (word: string): string =>
  word.replace(MARKDOWN, (character) => ('<>&|'.includes(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`));

const proseWord = (word: string): string => (REFERENCE.test(word) ? code(word) : escapedWord(word));

/** Two code spans that touch would make one longer fence, so that neither ends where it should. */
const joined = (before: string, next: string): string => `${before}${before.endsWith('`') && next.startsWith('`') ? '&#8203;' : ''}${next}`;

/** A sentence, `code` in it kept as code; whatever could become Markdown, HTML, a mention or a link is made harmless. */
export const prose = (text: string, limit = 600): string =>
  bounded(text, limit)
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : part.split(' ').map(proseWord).join(' ')))
    .reduce(joined, '')
    .replace(OPENING, '$1$2\\$3');
