// What lasts for one run: what was rendered so far, and the copies of files that programs read?
import type { RendererLimits } from '@fairway/contracts';
import type { RenderPorts, RenderRequest } from '../model.ts';
import type { ReadyJob } from '../plan/app-job.ts';
import { createWorkspace, type Workspace } from '../staging/workspace.ts';
import { createRenderingStore, type RenderingStore, type StoreContext } from './rendering-store.ts';
import { type JobResult, runJobs } from './run-jobs.ts';

export type Run = (jobs: readonly ReadyJob[]) => AsyncIterable<JobResult>;

export interface Session {
  readonly store: RenderingStore;
  /** Runs jobs a second time, in other directories. */
  readonly again: Run;
  /** Removes every copy of the repository's files. */
  close(): Promise<void>;
}

const limitsOf = ({ concurrency, signal, timeoutMs }: RenderRequest): RendererLimits => ({
  ...(timeoutMs === undefined ? {} : { timeoutMs }),
  ...(concurrency === undefined ? {} : { concurrency }),
  ...(signal === undefined ? {} : { signal }),
});

/** What earlier runs left. */
export type Kept = Pick<StoreContext, 'cache' | 'atHand'>;

/** Must be closed, also after an error. */
export const openSession = (request: RenderRequest, ports: RenderPorts, kept: Kept): Session => {
  const [first, second] = [createWorkspace(ports.scratch), createWorkspace(ports.scratch)];
  const runner =
    (workspace: Workspace, label: string): Run =>
    (jobs) =>
      runJobs(jobs, {
        renderer: ports.renderer,
        scratch: ports.scratch,
        workspace,
        progress: ports.progress,
        limits: limitsOf(request),
        label,
      });
  return {
    store: createRenderingStore({ ...kept, run: runner(first, 'rendering') }),
    again: runner(second, 'rendering again'),
    close: async () => {
      await first.close();
      await second.close();
    },
  };
};
