// How does a test render a real repository with the real programs?
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRenderPorts, openCommit, openWorkTree, resolveRevision } from '@fairway/adapters';
import type { Report } from '@fairway/contracts';
import type { TemporaryRepository } from '@fairway/testkit';
import { type RenderOutcome, type RenderRequest, renderRepository } from '../src/index.ts';

export interface RealRun extends Disposable {
  /** Directory of the cache. */
  readonly cache: string;
  /** The work tree, against a revision if one is given. */
  readonly render: (base?: string, request?: Partial<RenderRequest>) => Promise<RenderOutcome>;
}

const SILENT = { start: () => undefined, advance: () => undefined, finish: () => undefined, note: () => undefined };

/** Renders with a cache of its own, which stays between calls. */
export const realRun = (repository: TemporaryRepository, git = true): RealRun => {
  const home = mkdtempSync(join(tmpdir(), 'fairway-real-cache-'));
  const options = { environment: process.env };
  return {
    cache: home,
    render: async (base, request = {}) => {
      const ports = createRenderPorts({
        ...options,
        workTree: repository.directory,
        cwd: repository.directory,
        programs: {},
        renderCache: home,
        progress: SILENT,
      });
      const head = await openWorkTree(repository.directory, { ...options, git });
      const commit = base === undefined ? undefined : await resolveRevision(repository.directory, base, options);
      return renderRepository(
        {
          head,
          ...(commit === undefined ? {} : { base: await openCommit(repository.directory, commit, options) }),
          below: '',
          environments: [],
          apps: [],
          verifyDeterminism: false,
          needObjects: true,
          includeSecrets: false,
          ...request,
        },
        ports,
      );
    },
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
};

/** `id status`, for a short look at a report. */
export const statuses = (report: Report): readonly string[] => report.apps.map(({ id, status }) => `${id} ${status}`);
