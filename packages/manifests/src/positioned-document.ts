// What does a file that a person wrote say, and where does each part of it stand?
import { indexPositions, type Position, type PositionIndex } from './locate.ts';
import { checkYaml } from './read-yaml.ts';

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
  const { values, problems } = checkYaml(text);
  if (problems.length > 0) {
    const plain = problems.map(({ message, line, column }) => ({ message, line, column }));
    return { value: undefined, values: [], problems: plain, position, keyPosition };
  }
  return { value: values.length === 0 ? null : values[0], values, problems: [], position, keyPosition };
}
