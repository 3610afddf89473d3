// How do we say that a text is no YAML that Kubernetes would read?
import { YAMLException } from 'js-yaml';

/** The text cannot be read. Line and column count from 1. Expected: callers turn it into a finding or a ConfigError. */
export class YamlSyntaxError extends Error {
  readonly line: number;
  readonly column: number;
  /** The key that is there twice in one mapping, where that is what is wrong. */
  readonly duplicateKey: string | undefined;

  constructor(message: string, line: number, column: number, duplicateKey?: string) {
    super(message);
    this.duplicateKey = duplicateKey;
    this.name = 'YamlSyntaxError';
    this.line = line;
    this.column = column;
  }
}

/** Line and column (from 1) of an offset. CR, LF and CRLF each end a line. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  const breaks = /\r\n?|\n/g;
  for (let match = breaks.exec(text); match !== null && match.index + match[0].length <= offset; match = breaks.exec(text)) {
    line += 1;
    start = match.index + match[0].length;
  }
  return { line, column: offset - start + 1 };
}

export function syntaxErrorAt(text: string, offset: number, message: string): YamlSyntaxError {
  const { line, column } = positionAt(text, offset);
  return new YamlSyntaxError(message, line, column);
}

const PLAIN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^tab characters must not be used in indentation/, 'a tab is used for indentation; YAML allows spaces only'],
  [/^deficient indentation/, 'the indentation is too small here; perhaps a bracket or a quote above is not closed'],
  [/maxDepth/, 'collections are nested too deeply'],
];

function inPlainWords(reason: string, error: YAMLException, text: string): string {
  const found = PLAIN_WORDS.find(([pattern]) => pattern.test(reason));
  if (found !== undefined) return found[1];
  const line = lineAround(text, error.mark?.position ?? 0);
  return /^ *\t/.test(line) ? `${reason} (the line starts with a tab; YAML allows spaces only)` : reason;
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  return text.slice(start, start + 200).split('\n', 1)[0] ?? '';
}

export function duplicateKeyAt(text: string, offset: number, key: string): YamlSyntaxError {
  const { line, column } = positionAt(text, offset);
  return new YamlSyntaxError(`key ${JSON.stringify(key)} is there twice in one mapping`, line, column, key);
}

/** What the parser threw → our error; anything else (a bug, or a stack that ran out) is named as such. */
export function toSyntaxError(thrown: unknown, text: string): YamlSyntaxError {
  if (thrown instanceof YamlSyntaxError) return thrown;
  if (thrown instanceof YAMLException) {
    const { line = 0, column = 0 } = thrown.mark ?? {};
    return new YamlSyntaxError(inPlainWords(thrown.reason, thrown, text), line + 1, column + 1);
  }
  if (thrown instanceof RangeError) return new YamlSyntaxError('collections are nested too deeply', 1, 1);
  throw thrown;
}
