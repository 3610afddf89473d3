// Which functions and fields does a Go template use, and where?
// Lexical rules: text/template/parse/lex.go (comments, quoted and raw strings, character constants).

/** One identifier inside an action: a function (`now`) or a chain of fields (`.Release.IsUpgrade`). */
export interface TemplateWord {
  readonly word: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

const COMMENT = /^\{\{(?:-[ \t\r\n])?\/\*/;
const TOKEN = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\}\}|\$?(?:\.[A-Za-z_]\w*)+|\$\w*|[A-Za-z_]\w*|[\s\S]/g;
const WORD = /^(?:\$?\.)?[A-Za-z_]/;

/** Offsets of the first character of each line. */
const lineStarts = (source: string): readonly number[] => {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};

const positionIn = (starts: readonly number[], offset: number): { readonly line: number; readonly column: number } => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
};

interface Found {
  readonly word: string;
  readonly offset: number;
}

/** Reads one action that begins at `start`; gives where it ends. */
const readAction = (source: string, start: number, found: Found[]): number => {
  TOKEN.lastIndex = start + 2;
  for (let match = TOKEN.exec(source); match !== null; match = TOKEN.exec(source)) {
    const [token] = match;
    if (token === '}}') return TOKEN.lastIndex;
    if (WORD.test(token)) found.push({ word: token, offset: match.index });
  }
  return source.length;
};

/** Words of all actions of a template, in order; text outside of `{{ }}`, comments and strings are passed over. */
export const templateWords = (source: string): readonly TemplateWord[] => {
  const found: Found[] = [];
  for (let at = source.indexOf('{{'); at >= 0; at = source.indexOf('{{', at)) {
    if (COMMENT.test(source.slice(at, at + 6))) {
      const end = source.indexOf('*/', at);
      at = end < 0 ? source.length : end + 2;
    } else at = readAction(source, at, found);
  }
  if (found.length === 0) return [];
  const starts = lineStarts(source);
  return found.map(({ word, offset }) => ({ word, ...positionIn(starts, offset) }));
};
