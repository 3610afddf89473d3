// How does a command ask for helm and kustomize?
import type { ToolContext, ToolLocks, ToolProgress } from '@fairway/adapters';
import type { CliContext } from './context.ts';

/** Flags of every command that runs programs. */
export interface ToolFlags {
  readonly helm?: string;
  readonly helm3?: string;
  readonly kustomize?: string;
}

export interface ToolSettings {
  readonly flags?: ToolFlags;
  /** Root of the repository. */
  readonly workTree?: string;
  /** Lock files of both sides, see `toolLocksOf`. */
  readonly locks?: ToolLocks;
  readonly mirror?: string;
  readonly onProgress?: (progress: ToolProgress) => void;
}

/** The context for `resolveTool`: programs come from flags, environment, PATH, cache and upstream, never from the repository. */
export const toolContext = (context: CliContext, settings: ToolSettings = {}): ToolContext => ({
  environment: context.env,
  cwd: context.cwd,
  signal: context.signal,
  given: { kustomize: settings.flags?.kustomize, helm4: settings.flags?.helm, helm3: settings.flags?.helm3 },
  ...(settings.workTree === undefined ? {} : { workTree: settings.workTree }),
  ...(settings.locks === undefined ? {} : { locks: settings.locks }),
  ...(settings.mirror === undefined ? {} : { mirror: settings.mirror }),
  ...(settings.onProgress === undefined ? {} : { onProgress: settings.onProgress }),
});
