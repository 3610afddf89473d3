// How do we read what YAML 1.2 forbids, libyaml accepts, and people write: brackets and quotes whose next lines stand too far left, tabs beside brackets?
import { type Event, parseEvents, YAMLException } from 'js-yaml';

/** Spaces that are more than any indentation that is read; inside brackets and quotes leading spaces mean nothing. */
const WIDE = ' '.repeat(600);
/** Repairs times length: the text is read again after each. */
const MAX_WORK = 64 * 1024 * 1024;

export interface LenientEvents {
  /** The text that the events' offsets refer to. */
  readonly text: string;
  readonly events: readonly Event[];
}

/** Carries the text that the places in its cause refer to. */
export class RepairedTextError extends Error {
  readonly text: string;

  constructor(text: string, cause: unknown) {
    super('the text cannot be read', { cause });
    this.text = text;
  }
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** A tab between tokens, which js-yaml minds beside brackets: spaces in its place. Undefined where it may be inside a quote. */
function withoutTab(line: string, column: number): string | undefined {
  const before = line.slice(0, column);
  const run = /[ \t]*\t[ \t]*$/.exec(before);
  if (run !== null) return before.slice(0, run.index) + run[0].replaceAll('\t', ' ') + line.slice(column);
  const separator = /^([^'"#\t]*[:[{,-] *)\t/.exec(line);
  return separator === null ? undefined : `${separator[1]} ${line.slice(separator[0].length)}`;
}

/** The text with the line mended that the parser complains about; undefined when it cannot be. */
function repaired(text: string, error: unknown): string | undefined {
  if (!(error instanceof YAMLException) || error.mark === undefined) return undefined;
  const deficient = error.reason.startsWith('deficient indentation');
  if (!deficient && !error.reason.startsWith('bad indentation of a mapping entry')) return undefined;
  const start = lineStart(text, error.mark.position);
  const [line = ''] = text.slice(start).split(/[\r\n]/, 1);
  const indented = /^ *\t/.test(line);
  const mended = indented || !line.includes('\t') ? undefined : withoutTab(line, error.mark.position - start);
  if (mended !== undefined) return text.slice(0, start) + mended + text.slice(start + line.length);
  return !deficient || line.startsWith(WIDE) ? undefined : text.slice(0, start) + WIDE + text.slice(start);
}

/** Where a place of the repaired text stood in the text that was given. */
export function originalColumn(text: string, line: number, column: number): number {
  const written = text.split(/\r\n?|\n/, line).at(-1) ?? '';
  return written.startsWith(WIDE) ? Math.max(1, column - WIDE.length) : column;
}

/**
 * Events of a text. js-yaml follows YAML 1.2, by which the later lines of a bracket or a quote must be indented; libyaml, which Kubernetes
 * reads with, does not ask for it. Throws RepairedTextError around what js-yaml throws.
 */
export function lenientEvents(given: string, maxDepth: number): LenientEvents {
  let text = given;
  for (let work = given.length; ; work += text.length) {
    try {
      return { text, events: parseEvents(text, { maxDepth }) };
    } catch (error) {
      const better = work > MAX_WORK ? undefined : repaired(text, error);
      if (better === undefined) throw new RepairedTextError(text, error);
      text = better;
    }
  }
}
