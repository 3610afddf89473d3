// How do we read what YAML forbids, libyaml accepts, and people write: brackets and quotes whose next lines stand too far to the left?
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

/** Moves the line that the parser complains about to the right; undefined when the complaint is another one. */
function repaired(text: string, error: unknown): string | undefined {
  if (!(error instanceof YAMLException) || error.mark === undefined || !error.reason.startsWith('deficient indentation')) return undefined;
  const start = lineStart(text, error.mark.position);
  return text.startsWith(WIDE, start) ? undefined : text.slice(0, start) + WIDE + text.slice(start);
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
