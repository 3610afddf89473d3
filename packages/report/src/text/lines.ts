// How is text fitted to the width of a terminal?
import { visible } from '../visible.ts';

/** Breaks a sentence into lines of at most `width` characters, each after the first indented; a longer word is left whole. */
export const wrapped = (text: string, width: number, indent: string): string => {
  const lines: string[] = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    const room = width - (lines.length === 0 ? 0 : indent.length);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((part, i) => (i === 0 ? part : `${indent}${part}`)).join('\n');
};

/**
 * CI runners obey lines that begin with `::` (and, in the old form, `##[` anywhere): a name from a repository must not command them.
 * Source: GitHub "Workflow commands"; the old form is read by the runner's `ActionCommand.TryParse`.
 */
export const withoutCommands = (text: string): string =>
  text
    .replace(/^(\s*):(?=:)/gm, '$1\\u003a')
    .replaceAll('##[', '#\\u0023[')
    .replaceAll('##vso[', '#\\u0023vso[');
