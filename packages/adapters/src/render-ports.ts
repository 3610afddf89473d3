// Which adapters does a rendering need, and how are they put together? The same for the command line and for an action.
import { join } from 'node:path';
import type { ArchivePort, CachePort, ProgressPort, RendererPort, ResolvedTool, ScratchPort, SourceTree } from '@fairway/contracts';
import { createCache } from './disk/cache.ts';
import { createScratch } from './disk/scratch.ts';
import { createRenderers } from './renderers/create-renderers.ts';
import { archiveDirectory, createArchivePort, createArchiveStore, vendoredArchives } from './sources/index.ts';
import { cacheDirectory, type Environment } from './tools/paths.ts';
import type { ToolLocks } from './tools/pins.ts';
import { resolveTool } from './tools/resolve-tool.ts';

/** What the caller decides. Nothing here comes from a file of the repository but the lock of program versions. */
export interface RenderPortOptions {
  readonly environment: Environment;
  /** Root of the repository; programs below it are never taken. */
  readonly workTree: string;
  /** Relative program paths mean this directory. */
  readonly cwd: string;
  readonly programs: Readonly<Record<string, string | undefined>>;
  readonly progress: ProgressPort;
  readonly locks?: ToolLocks;
  /** Absolute directory of the render cache; default: below the toolkit's cache. `false`: none. */
  readonly renderCache?: string | false;
  readonly scope?: 'trusted' | 'untrusted';
  /** Bytes that the render cache is pruned to; default 1 GiB. */
  readonly maxCacheBytes?: number;
  readonly signal?: AbortSignal;
}

export interface PortsForRender {
  readonly renderer: RendererPort;
  readonly cache: CachePort | undefined;
  readonly scratch: ScratchPort;
  readonly progress: ProgressPort;
  /** Archives of sources that live elsewhere: those of a version of the repository, then those of this machine. */
  readonly archives: (tree: SourceTree) => ArchivePort;
  readonly tool: (name: 'helm3' | 'helm4' | 'kustomize') => Promise<ResolvedTool>;
}

/** Default bound of a render cache in bytes. */
export const DEFAULT_CACHE_BYTES = 2 ** 30;

/** Directory of the render cache: FAIRWAY_RENDER_CACHE_DIR, else below the toolkit's cache. Absolute. */
export const renderCacheDirectory = (environment: Environment): string =>
  environment['FAIRWAY_RENDER_CACHE_DIR'] || join(cacheDirectory(environment), 'render');

/** Each tool is resolved once, when the first app needs it. */
const toolResolver = (options: RenderPortOptions): PortsForRender['tool'] => {
  const resolved = new Map<string, Promise<ResolvedTool>>();
  return (name) => {
    const known = resolved.get(name);
    if (known !== undefined) return known;
    const found = resolveTool(name, {
      environment: options.environment,
      given: options.programs,
      cwd: options.cwd,
      workTree: options.workTree,
      ...(options.locks === undefined ? {} : { locks: options.locks }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onProgress: ({ tool, step, message, done }) => {
        if (step !== 'download' || done === undefined) options.progress.note(`${tool}: ${message}`);
      },
    });
    resolved.set(name, found);
    return found;
  };
};

export const createRenderPorts = (options: RenderPortOptions): PortsForRender => {
  const { environment, progress } = options;
  const scratch = createScratch(join(cacheDirectory(environment), 'scratch'));
  const directory = options.renderCache ?? renderCacheDirectory(environment);
  const cache =
    directory === false
      ? undefined
      : createCache(directory, {
          scope: options.scope ?? 'trusted',
          maxBytes: options.maxCacheBytes ?? DEFAULT_CACHE_BYTES,
          onNote: progress.note,
        });
  const store = createArchiveStore(archiveDirectory(environment));
  const archives = (tree: SourceTree): ArchivePort => createArchivePort({ vendored: vendoredArchives(tree), store });
  return { renderer: createRenderers({ scratch }), cache, scratch, progress, archives, tool: toolResolver(options) };
};
