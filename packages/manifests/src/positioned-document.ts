// What does a file that a person wrote say, and where does each part of it stand?
import { LineCounter, parseAllDocuments, type YAMLError } from 'yaml';
import { indexPositions, type Position, type PositionIndex } from './locate.ts';
import { readYaml } from './read-yaml.ts';
import { YamlSyntaxError } from './yaml-error.ts';

/** One thing wrong with the text itself. */
export interface SyntaxProblem extends Position {
  readonly message: string;
}

export interface PositionedDocument {
  /** Value of the first document, read as Kubernetes reads it; undefined when there are problems, null when the text is empty. */
  readonly value: unknown;
  /** All values of the stream; one for nearly every file. */
  readonly values: readonly unknown[];
  readonly problems: readonly SyntaxProblem[];
  /** Place of the value at a JSON pointer; of its nearest parent, if it is not there; the first line, if nothing is. */
  readonly position: (pointer: string) => Position;
  /** Place of the key at a JSON pointer: for unknown or misspelt keys. */
  readonly keyPosition: (pointer: string) => Position;
}

const MESSAGES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'a key is there twice in one mapping',
  TAB_AS_INDENT: 'a tab is used for indentation; YAML allows spaces only',
};
const MAX_PROBLEMS = 20;
/** The slower parser, which goes on after an error, is not asked about texts above this size. */
const MAX_ALL_PROBLEMS = 4 * 1024 * 1024;

function toProblem(error: YAMLError, counter: LineCounter): SyntaxProblem {
  const { line, col } = counter.linePos(error.pos[0]);
  const message = MESSAGES[error.code] ?? error.message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code;
  return { message, line, column: col };
}

/** Every problem of the text: the reader that decides stops at the first, the other one goes on. */
function allProblems(text: string, first: YamlSyntaxError): readonly SyntaxProblem[] {
  const decisive = { message: first.message, line: first.line, column: first.column };
  if (text.length > MAX_ALL_PROBLEMS) return [decisive];
  const counter = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: counter, version: '1.1', prettyErrors: false });
  const others = Array.isArray(parsed) ? parsed.flatMap((document) => document.errors.map((error) => toProblem(error, counter))) : [];
  const elsewhere = others.filter((other) => other.line !== decisive.line);
  return [decisive, ...elsewhere].toSorted((a, b) => a.line - b.line || a.column - b.column).slice(0, MAX_PROBLEMS);
}

function nearest(look: (pointer: string) => Position | undefined, pointer: string): Position {
  for (let at = pointer; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const found = look(at);
    if (found !== undefined) return found;
  }
  return look('') ?? { line: 1, column: 1 };
}

/** Reads a file that a person wrote; problems instead of an exception. Positions are computed when the first is asked for. */
export function parseDocumentWithPositions(text: string): PositionedDocument {
  let index: PositionIndex | undefined;
  const positions = (): PositionIndex => {
    index ??= indexPositions(text);
    return index;
  };
  const position = (pointer: string) => nearest((at) => positions().value(at), pointer);
  const keyPosition = (pointer: string) => positions().key(pointer) ?? position(pointer);
  try {
    const { values } = readYaml(text);
    return { value: values.length === 0 ? null : values[0], values, problems: [], position, keyPosition };
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    return { value: undefined, values: [], problems: allProblems(text, error), position, keyPosition };
  }
}
