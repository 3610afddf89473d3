// How do we read what YAML 1.2 forbids, libyaml accepts, and people write: brackets and quotes whose next lines stand too far left, tabs beside brackets?
import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { toSyntaxError, YamlSyntaxError } from './yaml-error.ts';

/** Deepest nesting that is read. The deepest schema of a CustomResourceDefinition in the wild is below 100. */
const MAX_DEPTH = 500;
/** Characters that may be read once more because of repairs, unless the caller says otherwise. */
const DEFAULT_WORK = 16 * 1024 * 1024;

/** What repairs may still cost, in characters. One budget may serve many documents. */
export interface RepairBudget {
  characters: number;
}

export function repairBudget(): RepairBudget {
  return { characters: DEFAULT_WORK };
}

export interface LenientEvents {
  /** The text that the events' offsets refer to; it has the lines of the given one. */
  readonly text: string;
  readonly events: readonly Event[];
  /** An error at a place of `text` → the same at the place in the given text. */
  readonly asGiven: (error: YamlSyntaxError) => YamlSyntaxError;
  /** Column of the given text for a place in `text`. */
  readonly column: (line: number, column: number) => number;
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** More spaces than any node of the text is indented by; inside brackets and quotes leading spaces mean nothing. */
function paddingOf(text: string): string {
  let widest = 0;
  for (const [prefix] of text.matchAll(/^[ ?-]+/gm)) widest = Math.max(widest, prefix.length);
  return ' '.repeat(Math.min(widest + 2, 4 * MAX_DEPTH));
}

/** A tab between tokens, which js-yaml minds beside brackets: a space in its place. Undefined where it may be inside a quote. */
function withoutTab(line: string, column: number): string | undefined {
  const before = line.slice(0, column);
  const run = /[ \t]*\t[ \t]*$/.exec(before);
  if (run !== null) return before.slice(0, run.index) + run[0].replaceAll('\t', ' ') + line.slice(column);
  const separator = /^([^'"#\t]*[:[{,-] *)\t/.exec(line);
  return separator === null ? undefined : `${separator[1]} ${line.slice(separator[0].length)}`;
}

interface Repair {
  readonly text: string;
  /** Line (from 1) that was moved to the right, if one was. */
  readonly padded: number | undefined;
}

/** The text with the line mended that the parser complains about; undefined when it cannot be. */
function repaired(text: string, error: unknown, padding: string): Repair | undefined {
  if (!(error instanceof YAMLException) || error.mark === undefined) return undefined;
  const deficient = error.reason.startsWith('deficient indentation');
  if (!deficient && !error.reason.startsWith('bad indentation of a mapping entry')) return undefined;
  const start = lineStart(text, error.mark.position);
  const [line = ''] = text.slice(start, start + 10_000).split(/[\r\n]/, 1);
  const indented = /^ *\t/.test(line);
  const mended = indented || !line.includes('\t') ? undefined : withoutTab(line, error.mark.position - start);
  if (mended !== undefined) return { text: text.slice(0, start) + mended + text.slice(start + line.length), padded: undefined };
  if (!deficient || line.startsWith(padding)) return undefined;
  return { text: text.slice(0, start) + padding + text.slice(start), padded: error.mark.line + 1 };
}

function shifts(padded: ReadonlySet<number>, width: number): Pick<LenientEvents, 'asGiven' | 'column'> {
  const column = (line: number, at: number) => (padded.has(line) ? Math.max(1, at - width) : at);
  const asGiven = ({ message, line, column: at, duplicateKey }: YamlSyntaxError) =>
    new YamlSyntaxError(message, line, column(line, at), duplicateKey);
  return { column, asGiven };
}

/** After repairs, what the parser complains about is often only the end of something that was never closed. */
function givenUp(error: YamlSyntaxError, afterRepairs: boolean): YamlSyntaxError {
  const hint = 'perhaps a bracket or a quote above is not closed';
  if (!afterRepairs || error.message.endsWith(hint)) return error;
  return new YamlSyntaxError(`${error.message}; ${hint}`, error.line, error.column);
}

/**
 * Events of a text. js-yaml follows YAML 1.2, by which the later lines of a bracket or a quote must be indented; libyaml, which Kubernetes
 * reads with, does not ask for it. Each repair reads the text again, so they have a budget. Throws YamlSyntaxError.
 */
export function lenientEvents(given: string, budget: RepairBudget = repairBudget()): LenientEvents {
  const padded = new Set<number>();
  let text = given;
  let padding = '';
  for (;;) {
    try {
      return { text, events: parseEvents(text, { maxDepth: MAX_DEPTH }), ...shifts(padded, padding.length) };
    } catch (error) {
      budget.characters -= text.length;
      if (padding === '') padding = paddingOf(given);
      const better = budget.characters < 0 ? undefined : repaired(text, error, padding);
      if (better === undefined) throw givenUp(shifts(padded, padding.length).asGiven(toSyntaxError(error, text)), padded.size > 0);
      if (better.padded !== undefined) padded.add(better.padded);
      text = better.text;
    }
  }
}
