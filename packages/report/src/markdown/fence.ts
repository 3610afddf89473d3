// How does a diff stand in Markdown so that nothing in it can end its block?
import { visibleLines } from '../visible.ts';

/** A fenced block whose fence is longer than any run of backticks in the text (CommonMark 0.31, 4.5). */
export const fenced = (text: string, language: string): string => {
  const body = visibleLines(text).replace(/\n$/, '');
  const runs = (body.match(/`+/g) ?? []).map((run) => run.length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run + 1)));
  return `${fence}${language}\n${body}\n${fence}`;
};

/** The first `lines` lines and `characters` characters of a text, and how many lines were left out. */
export const firstLines = (text: string, lines: number, characters: number): { readonly text: string; readonly left: number } => {
  const all = text.replace(/\n$/, '').split('\n');
  const kept: string[] = [];
  let used = 0;
  for (const line of all.slice(0, lines)) {
    used += line.length + 1;
    if (used > characters) break;
    kept.push(line);
  }
  return { text: kept.join('\n'), left: all.length - kept.length };
};
