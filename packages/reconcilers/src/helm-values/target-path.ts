// What does `targetPath` of a Flux values reference set?
import { setValues } from './set-values.ts';
import type { HelmTable } from './table.ts';

/** All that `--set-string` reads as syntax, but commas and equal signs in their harmless places. */
const SYNTAX = /[\\,[\]{}]/g;

const quotedBy = (text: string, quote: string): boolean => text.startsWith(quote) && text.endsWith(quote);

/**
 * Sets a value at a path, in place, as Flux does: a text in quotes stays text, any other is read as `--set` reads it, commas and braces
 * too; `literal` takes it as it is. Throws SetValueError.
 */
export function setTargetPath(
  values: HelmTable,
  path: string,
  { text, literal }: { readonly text: string; readonly literal: boolean },
): void {
  if (literal) setValues(values, `${path}=${text.replaceAll(SYNTAX, '\\$&')}`, { typed: false });
  else if (quotedBy(text, "'") || quotedBy(text, '"')) setValues(values, `${path}=${withoutQuotes(text)}`, { typed: false });
  else setValues(values, `${path}=${text}`, { typed: true });
}

/** Every quote of either kind at both ends goes, not just one. */
function withoutQuotes(text: string): string {
  const isQuote = (at: number): boolean => text[at] === "'" || text[at] === '"';
  let start = 0;
  let end = text.length;
  while (start < end && isQuote(start)) start += 1;
  while (end > start && isQuote(end - 1)) end -= 1;
  return text.slice(start, end);
}
