// What does the search for a program depend on, and how does it tell what it does?
import type { Platform, ToolSpec } from '@fairway/contracts';
import type { HttpLimits } from './http-get.ts';
import type { LockTimes } from './install-lock.ts';
import { currentPlatform, shippedCatalogue, type ToolCatalogue } from './manifest.ts';
import { cacheDirectory, type Environment, toolsDirectory } from './paths.ts';
import { judgingPinFor, pinFor, type ToolLocks, type ToolPin } from './pins.ts';

/** One thing that happens while a program is installed. `done` and `total` are bytes. */
export interface ToolProgress {
  readonly tool: string;
  readonly step: 'download' | 'build' | 'wait' | 'note';
  readonly message: string;
  readonly done?: number;
  readonly total?: number;
}

export type Road = 'download' | 'build';

/** Everything comes from flags, environment or the toolkit itself; of the repository only the lock files, which hold no address. */
export interface ToolContext {
  readonly environment: Environment;
  /** Programs given by flag or action input, by name of the tool. Relative paths mean `cwd`. */
  readonly given?: Readonly<Record<string, string | undefined>>;
  /** Default: the current directory of the process. */
  readonly cwd?: string;
  /** Root of the repository. No program below it is taken from PATH, and the cache must lie outside. */
  readonly workTree?: string;
  readonly locks?: ToolLocks;
  /** The program judges a change, so the base's lock decides. */
  readonly judging?: boolean;
  /** Default: from the environment, see `cacheDirectory`. */
  readonly cache?: string;
  /** Base address of a mirror, from a flag; else FAIRWAY_TOOLS_MIRROR. */
  readonly mirror?: string;
  /** Default: download, then build. */
  readonly roads?: readonly Road[];
  /** Hash programs and ask their version again, even if the file is remembered. */
  readonly anew?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ToolProgress) => void;
  readonly http?: Partial<HttpLimits>;
  readonly lockTimes?: Partial<LockTimes>;
  readonly catalogue?: ToolCatalogue;
  readonly platform?: Platform;
}

/** One tool in a context, with all defaults filled in. */
export interface ToolTask {
  readonly spec: ToolSpec;
  readonly pin: ToolPin;
  readonly context: ToolContext;
  readonly catalogue: ToolCatalogue;
  /** Directory of installed programs. */
  readonly directory: string;
  readonly platform: Platform;
  readonly note: (step: ToolProgress['step'], message: string, bytes?: { readonly done: number; readonly total?: number }) => void;
}

export const toolTask = (spec: ToolSpec, context: ToolContext): ToolTask => {
  const pin = (context.judging ? judgingPinFor : pinFor)(spec, context.locks ?? {});
  return {
    spec,
    pin,
    context,
    catalogue: context.catalogue ?? shippedCatalogue(),
    directory: toolsDirectory(context.cache ?? cacheDirectory(context.environment), context.workTree),
    platform: context.platform ?? currentPlatform(),
    note: (step, message, bytes) => context.onProgress?.({ tool: spec.name, step, message, ...bytes }),
  };
};

/** Options for everything that looks at a program of this task. */
export const inspectOptions = (task: ToolTask) => ({
  directory: task.directory,
  ...(task.context.anew === undefined ? {} : { anew: task.context.anew }),
  ...(task.context.signal === undefined ? {} : { signal: task.context.signal }),
});
