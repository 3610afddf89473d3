// Which segment of a path names the environment?
import { isBaseSegment, isGeneric } from './path-words.ts';
import { isStageWord, stageOf } from './stage-of.ts';

/** Below these, every directory is an environment, whatever it is called. */
const HOLD_ENVIRONMENTS = new Set(['environments', 'environment', 'envs', 'env']);
/** Below these, a name with a word of a stage is surely one. */
const HOLD_STAGES = new Set([...HOLD_ENVIRONMENTS, 'clusters', 'cluster', 'stages']);
const OVERLAYS = new Set(['overlays', 'overlay']);

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

/**
 * Finds the environment of a directory. A segment counts if it is declared, if one of its whole words is a stage, or if it stands below
 * `environments` or `envs`. Of several the surest wins: declared, then below a directory that holds environments, then a bare stage
 * word, then the innermost.
 */
export function environmentSegment(segments: readonly string[], declared: ReadonlySet<string>): EnvironmentSegment | undefined {
  const firstBase = segments.findIndex(isBaseSegment);
  const weighed = segments.flatMap((name, index): Weighed[] => {
    const weight = weigh(segments, index, { declared, belowBase: firstBase !== -1 && firstBase < index });
    return weight === undefined ? [] : [{ index, name, weight }];
  });
  const best = weighed.toSorted((a, b) => b.weight - a.weight || b.index - a.index)[0];
  if (best === undefined) return undefined;
  const others = weighed.filter(({ name, weight }) => best.weight < 4 && weight >= best.weight - 1 && stageOf(name) !== stageOf(best.name));
  return { index: best.index, name: best.name, others: others.map(({ name }) => name) };
}

interface WeighContext {
  readonly declared: ReadonlySet<string>;
  readonly belowBase: boolean;
}

function weigh(segments: readonly string[], index: number, { declared, belowBase }: WeighContext): number | undefined {
  const name = segments[index] ?? '';
  const parent = (segments[index - 1] ?? '').toLowerCase();
  const bare = isStageWord(name);
  if (declared.has(name)) return 8 + (bare ? 2 : 0);
  if (belowBase && !bare) return undefined;
  const isStage = stageOf(name) !== undefined;
  if (!isStage && (!HOLD_ENVIRONMENTS.has(parent) || isGeneric(name) || isBaseSegment(name))) return undefined;
  return (HOLD_STAGES.has(parent) ? 4 : 0) + (bare ? 2 : 0) + (OVERLAYS.has(parent) ? 1 : 0);
}
