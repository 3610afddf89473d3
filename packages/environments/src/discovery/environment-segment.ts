// Which segment of a path names the environment?
import type { Stage } from '@fairway/contracts';
import { NO_ENVIRONMENT } from '../config/fairway-config.ts';
import { isBaseSegment, isGeneric } from './path-words.ts';
import { isStageWord, stageOf } from './stage-of.ts';
import { segmentsOf } from './tree-path.ts';

/** Below these, every directory is an environment, whatever it is called. */
const HOLD_ENVIRONMENTS = new Set(['environments', 'environment', 'envs', 'env']);
/** Below these, a name with a word of a stage is surely one. */
const HOLD_STAGES = new Set([...HOLD_ENVIRONMENTS, 'clusters', 'cluster', 'stages']);
const OVERLAYS = new Set(['overlays', 'overlay']);

/** More than all the others together. */
const DECLARED = 8;

export interface EnvironmentSegment {
  readonly index: number;
  /** As written. */
  readonly name: string;
  /** Other segments that could have been meant, and speak of something else. */
  readonly others: readonly string[];
}

interface Weighed {
  readonly index: number;
  readonly name: string;
  readonly weight: number;
}

/** Finds the environment of a directory; what it found is remembered. */
export type EnvironmentFinder = (directory: string) => EnvironmentSegment | undefined;

/**
 * A finder for environments. A segment counts if it is declared, if one of its whole words is a stage, or if it stands below
 * `environments` or `envs`. Of several the surest wins: declared, then below a directory that holds environments, then a bare stage
 * word, then the innermost.
 */
export function environmentFinder(declared: ReadonlySet<string>): EnvironmentFinder {
  const words = new Map<string, StageWords>();
  const stageWords = (segment: string): StageWords => {
    const known = words.get(segment) ?? { stage: stageOf(segment), bare: isStageWord(segment) };
    words.set(segment, known);
    return known;
  };
  const found = new Map<string, EnvironmentSegment | undefined>();
  return (directory) => {
    if (!found.has(directory)) found.set(directory, find(segmentsOf(directory), { declared, stageWords }));
    return found.get(directory);
  };
}

interface StageWords {
  readonly stage: Stage | undefined;
  /** Nothing but the stage, as `dev`. */
  readonly bare: boolean;
}

interface Knowledge {
  readonly declared: ReadonlySet<string>;
  readonly stageWords: (segment: string) => StageWords;
}

function find(segments: readonly string[], { declared, stageWords }: Knowledge): EnvironmentSegment | undefined {
  const firstBase = segments.findIndex(isBaseSegment);
  const weighed = segments.flatMap((name, index): Weighed[] => {
    const words = stageWords(name);
    const belowBase = firstBase !== -1 && firstBase < index;
    const own = weigh(segments, index, { ...words, belowBase });
    const weight = declared.has(name) ? DECLARED + (own ?? 0) : own;
    return weight === undefined ? [] : [{ index, name, weight }];
  });
  const best = weighed.toSorted((a, b) => b.weight - a.weight || b.index - a.index)[0];
  if (best === undefined) return undefined;
  const rivals = weighed.filter(({ weight }) => best.weight < 4 && weight >= best.weight - 1);
  const others = rivals.filter(({ name }) => stageWords(name).stage !== stageWords(best.name).stage);
  return { index: best.index, name: best.name, others: others.map(({ name }) => name) };
}

function weigh(
  segments: readonly string[],
  index: number,
  { stage, bare, belowBase }: StageWords & { readonly belowBase: boolean },
): number | undefined {
  const name = segments[index] ?? '';
  const parent = (segments[index - 1] ?? '').toLowerCase();
  if ((belowBase && !bare) || name === NO_ENVIRONMENT) return undefined;
  if (stage === undefined && (!HOLD_ENVIRONMENTS.has(parent) || isGeneric(name) || isBaseSegment(name))) return undefined;
  return (HOLD_STAGES.has(parent) ? 4 : 0) + (bare ? 2 : 0) + (OVERLAYS.has(parent) ? 1 : 0);
}
