// Which of the pinned programs are there, from where, and how do the missing ones come?
import { FairwayError, type ResolvedTool, type ToolProof } from '@fairway/contracts';
import { type ToolContext, type ToolTask, toolTask } from './context.ts';
import { everydayTools, toolSpec } from './manifest.ts';
import { locateTool, type PassedOver } from './resolve-tool.ts';
import { findOnPath } from './search-path.ts';
import { buildSlot, downloadSlot } from './slots.ts';

/** State of one program. Plain data, for people and machines. */
export interface ToolState {
  readonly name: string;
  readonly purpose: string;
  /** The version that is asked for, and what says so. */
  readonly pinned: string;
  readonly pinSource: 'lock' | 'base lock' | 'manifest';
  readonly proof?: ToolProof;
  readonly note?: string;
  /** Semver range that the toolkit works with. */
  readonly supported: string;
  readonly flag: string;
  readonly environmentVariable: string;
  readonly state: 'ready' | 'missing' | 'broken';
  /** Set when ready. */
  readonly tool?: ResolvedTool;
  /** Set when broken: what is wrong with the program that the user gave, or with the cache. */
  readonly problem?: { readonly message: string; readonly hint: string };
  readonly passedOver: readonly PassedOver[];
  /** Whether each road is open, in words. */
  readonly download: { readonly open: boolean; readonly reason: string };
  readonly build: { readonly open: boolean; readonly reason: string };
}

const downloadRoad = (task: ToolTask): ToolState['download'] => {
  if (!task.spec.release) return { open: false, reason: 'upstream publishes no download' };
  if (downloadSlot(task)) return { open: true, reason: `checksum known from the ${task.pin.source} (${task.pin.proof ?? 'manifest'})` };
  return { open: false, reason: `no checksum for ${task.platform} is known; \`fairway tools lock\` records it` };
};

const buildRoad = async (task: ToolTask): Promise<ToolState['build']> => {
  if (!task.spec.go) return { open: false, reason: 'it cannot be built' };
  if (!buildSlot(task)) return { open: false, reason: `only ${task.spec.version} can be built` };
  const go = await findOnPath('go', task.context.environment['PATH'], task.context.workTree);
  return go === undefined ? { open: false, reason: 'Go is not on PATH' } : { open: true, reason: `with ${go}` };
};

const examine = async (name: string, context: ToolContext): Promise<ToolState> => {
  const spec = toolSpec(name, context.catalogue);
  const task = toolTask(spec, context);
  const about = {
    name,
    purpose: spec.purpose,
    pinned: task.pin.version,
    pinSource: task.pin.source,
    ...(task.pin.proof === undefined ? {} : { proof: task.pin.proof }),
    ...(task.pin.note === undefined ? {} : { note: task.pin.note }),
    supported: spec.supported,
    flag: spec.flag,
    environmentVariable: spec.environmentVariable,
    download: downloadRoad(task),
    build: await buildRoad(task),
  };
  try {
    const { tool, passedOver } = await locateTool(spec, context);
    return tool ? { ...about, state: 'ready', tool, passedOver } : { ...about, state: 'missing', passedOver };
  } catch (error) {
    if (!(error instanceof FairwayError) || error.code === 'cancelled') throw error;
    return { ...about, state: 'broken', problem: { message: error.message, hint: error.hint }, passedOver: [] };
  }
};

/** State of the given programs (none: all). Installs nothing; with `context.anew` every program is hashed and asked again. */
export const examineTools = async (names: readonly string[], context: ToolContext): Promise<readonly ToolState[]> => {
  const all = everydayTools(context.catalogue);
  const states: ToolState[] = [];
  for (const name of names.length === 0 ? all : names) states.push(await examine(name, context));
  return states;
};
