// Which charts, artifacts and repositories that live elsewhere do the objects of a tree ask for?
import { ConfigError, type LockedSource, type SourceTree } from '@fairway/contracts';
import { discover, makesApps } from '@fairway/environments';
import { openRenderCache } from '../cache/render-cache.ts';
import { createClosureMemo } from '../closure/index.ts';
import type { RenderPorts } from '../model.ts';
import { openPrograms } from '../plan/programs.ts';
import { expandSide } from '../reconcile/expand-side.ts';
import type { NeededSource } from '../reconcile/mounts.ts';
import { openSession } from '../run/session.ts';

export interface NeededSourcesOptions {
  /** What is locked so far: only what is locked and here can be looked into for further sources. */
  readonly locked: readonly LockedSource[];
  readonly signal?: AbortSignal;
}

const REQUEST = { below: '', environments: [], apps: [], verifyDeterminism: false, needObjects: false, includeSecrets: false } as const;

/**
 * All sources that the Flux and Argo CD objects of a tree name, of the repository itself and of those sources that are here. Renders what
 * holds such objects, without the network.
 * @throws ConfigError when the configuration is wrong; what a port throws for the run as a whole
 */
export const neededSources = async (
  tree: SourceTree,
  { locked, signal }: NeededSourcesOptions,
  ports: RenderPorts,
): Promise<readonly NeededSource[]> => {
  const discovery = await discover(tree);
  const [first, ...rest] = discovery.problems;
  if (first !== undefined) throw new ConfigError([first, ...rest]);
  if (!discovery.reconcilers.some(makesApps)) return [];
  const cache = await openRenderCache(ports.cache, (message) => ports.progress.note(message));
  const session = openSession({ ...REQUEST, head: tree, ...(signal === undefined ? {} : { signal }) }, ports, { cache });
  try {
    const context = {
      ports,
      programs: openPrograms(ports),
      store: session.store,
      memo: createClosureMemo(),
      expansions: new Map(),
      locked,
      signal,
    };
    const { needed } = await expandSide({ name: 'head', tree, discovery }, context);
    await session.store.save(new Set());
    return needed;
  } finally {
    await session.close();
  }
};
