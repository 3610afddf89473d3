// Where is the program that this run needs?
import { resolve } from 'node:path';
import { InputError, type ResolvedTool, ToolError, type ToolSpec } from '@fairway/contracts';
import { inspectOptions, type ToolContext, type ToolTask, toolTask } from './context.ts';
import { inspectProgram } from './inspect-program.ts';
import { installTool } from './install-tool.ts';
import { toolSpec } from './manifest.ts';
import { searchPath } from './search-path.ts';
import { findInstalled } from './slots.ts';
import { requireSupported } from './version.ts';

/** A program that was looked at and not taken. */
export interface PassedOver {
  readonly path: string;
  readonly reason: string;
}

export interface Located {
  readonly tool: ResolvedTool | undefined;
  readonly passedOver: readonly PassedOver[];
}

/** A path that leads to no program is wrong input of the person who gave it. */
const inspectGiven = async (path: string, source: string, task: ToolTask) => {
  try {
    return await inspectProgram(path, task.spec, inspectOptions(task));
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== 'tool-missing') throw error;
    throw new InputError('input-invalid', `${source}: ${error.message}`, { hint: error.hint, cause: error });
  }
};

/** The program that the user gave, by flag before environment variable. Throws `ToolError` where it is none, or not supported. */
const givenTool = async (task: ToolTask): Promise<ResolvedTool | undefined> => {
  const { spec, context } = task;
  const flag = context.given?.[spec.name];
  const value = flag || context.environment[spec.environmentVariable];
  if (!value) return undefined;
  const path = resolve(context.cwd ?? process.cwd(), value);
  const source = flag ? `--${spec.flag}` : spec.environmentVariable;
  const { version, sha256 } = await inspectGiven(path, source, task);
  requireSupported(spec, version, {
    path,
    hint: `Give another program with ${source}, or leave it out: the pinned ${task.pin.version} is installed then.`,
  });
  return { name: spec.name, version, sha256, path, origin: flag ? 'flag' : 'environment' };
};

/** A program on PATH in exactly the pinned version. One that fails or hangs is passed over: nobody asked for it by name. */
const pathTool = async (task: ToolTask, passedOver: PassedOver[]): Promise<ResolvedTool | undefined> => {
  const { spec, pin, context } = task;
  for (const candidate of await searchPath(context.environment['PATH'], spec.programs, context.workTree)) {
    const { path } = candidate;
    if (!candidate.usable) {
      passedOver.push({ path, reason: candidate.reason });
      continue;
    }
    try {
      const { version, sha256 } = await inspectProgram(path, spec, inspectOptions(task));
      if (version === pin.version) return { name: spec.name, version, sha256, path, origin: 'path' };
      passedOver.push({ path, reason: `is ${version}, not the pinned ${pin.version}` });
    } catch (error) {
      if (context.signal?.aborted) throw error;
      passedOver.push({ path, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return undefined;
};

const locate = async (task: ToolTask): Promise<Located> => {
  const passedOver: PassedOver[] = [];
  const tool = (await givenTool(task)) ?? (await pathTool(task, passedOver)) ?? (await findInstalled(task));
  return { tool, passedOver };
};

/** Looks for a program without installing anything: flag, environment variable, PATH in the pinned version, cache. */
export const locateTool = (spec: ToolSpec, context: ToolContext): Promise<Located> => locate(toolTask(spec, context));

/**
 * Finds a program, or installs it: flag → environment variable → PATH in the pinned version → cache → download or build. Never from a file
 * of the repository. `name` is a row of the manifest: kustomize, helm4, helm3.
 * @throws ToolError tool-missing, tool-version (names the version found and the supported range), tool-untrusted, tool-failed, tool-timeout
 */
export const resolveTool = async (name: string, context: ToolContext): Promise<ResolvedTool> => {
  const task = toolTask(toolSpec(name, context.catalogue), context);
  const tool = (await locate(task)).tool ?? (await installTool(task));
  const own = tool.origin === 'flag' || tool.origin === 'environment';
  if (task.pin.note !== undefined && !own) task.note('note', task.pin.note);
  return tool;
};
