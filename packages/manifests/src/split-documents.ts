// Where does each document of a stream begin and end?

/** One document of a stream: its text with its own `---` line, and where it stands. */
export interface DocumentText {
  readonly text: string;
  /** Line of the stream (from 1) on which `text` begins. */
  readonly line: number;
  /** Helm's `# Source: chart/templates/x.yaml` of this document. */
  readonly source: string | undefined;
}

const SEPARATOR = /^---(?=[ \t\r\n]|$)/gm;
const HELM_SOURCE = /^(?:---[ \t]*\r?\n)?(?:[ \t]*\r?\n)*# Source: ([^\r\n]+)/;

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** Directives and `...` tie documents together, so that such a stream can only be read as one. */
export function isTied(text: string): boolean {
  return /^(?:%|\.\.\.(?:[ \t\r\n]|$))/m.test(text);
}

/** Splits at the lines that begin with `---`: one broken document does not take the others along. */
export function* splitDocuments(text: string): Generator<DocumentText> {
  let start = 0;
  let line = 1;
  const ends = Iterator.from(text.matchAll(SEPARATOR)).map((match) => match.index);
  for (const end of [...ends.filter((at) => at > 0), text.length]) {
    const part = text.slice(start, end);
    yield { text: part, line, source: HELM_SOURCE.exec(part.slice(0, 1000))?.[1]?.trim() };
    line += countLines(text, start, end);
    start = end;
  }
}
