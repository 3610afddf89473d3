// How is a batch of renderings run, so many at a time, each within its limits?
import { realpathSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import {
  FairwayError,
  type RendererLimits,
  type RendererPort,
  type RendererRequest,
  type RendererResult,
  type ScratchPort,
  ToolError,
} from '@fairway/contracts';
import pLimit from 'p-limit';
import { createScratch } from '../disk/scratch.ts';
import { runProgram } from '../programs/run-program.ts';
import { prepareRendererEnvironment, type RendererEnvironment } from './environment.ts';
import { helmArguments } from './helm.ts';
import { kustomizeArguments } from './kustomize.ts';
import { renderError } from './render-error.ts';

/** What the renderers stand on. */
export interface RendererOptions {
  /** For home and temporary files of the programs; default: the system's directory for temporary files. */
  readonly scratch?: ScratchPort;
  /** How a program is run; a test puts a recorder here. */
  readonly run?: typeof runProgram;
}

const DEFAULTS = { timeoutMs: 120_000, maxOutputBytes: 64 * 1024 * 1024 } as const;

/** Renders with the official programs, one process per request. Defaults: as many at a time as cores, 120 s and 64 MiB each. */
export const createRenderers = (options: RendererOptions = {}): RendererPort => {
  const run = options.run ?? runProgram;
  let prepared: Promise<RendererEnvironment> | undefined;
  const environment = (): Promise<RendererEnvironment> => {
    prepared ??= prepareRendererEnvironment(options.scratch ?? createScratch(tmpdir()));
    return prepared;
  };
  return {
    render: async function* (batch, limits = {}) {
      if (batch.length === 0) return;
      const place = await environment();
      const stop = new AbortController();
      const signal = limits.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, limits.signal]);
      const limit = pLimit(Math.max(1, limits.concurrency ?? availableParallelism()));
      const finished: RendererResult[] = [];
      let broken: { readonly error: unknown } | undefined;
      let wake = (): void => {};
      const tasks = batch.map((request) =>
        limit(async () => {
          try {
            finished.push(await renderOne(request, { run, place, limits: { ...limits, signal } }));
          } catch (error) {
            broken = { error };
          }
          wake();
        }),
      );
      try {
        for (let count = 0; count < batch.length; count++) {
          while (finished.length === 0 && broken === undefined)
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          if (broken !== undefined) throw broken.error;
          const result = finished.shift();
          if (result !== undefined) yield result;
        }
      } finally {
        // The consumer may have left early: nothing goes on behind its back.
        stop.abort();
        await Promise.allSettled(tasks);
      }
    },
  };
};

interface Surroundings {
  readonly run: typeof runProgram;
  readonly place: RendererEnvironment;
  readonly limits: RendererLimits;
}

const renderOne = async (request: RendererRequest, { run, place, limits }: Surroundings): Promise<RendererResult> => {
  const started = performance.now();
  const args = request.renderer === 'helm' ? helmArguments(request) : kustomizeArguments(request);
  try {
    const { stdout, stderr, milliseconds } = await run(request.program.path, args, {
      name: request.renderer,
      cwd: request.root,
      environment: place.variables,
      roots: rootsOf(request.root, place.directory),
      timeoutMs: limits.timeoutMs ?? DEFAULTS.timeoutMs,
      maxOutputBytes: limits.maxOutputBytes ?? DEFAULTS.maxOutputBytes,
      ...(limits.signal === undefined ? {} : { signal: limits.signal }),
    });
    return { id: request.id, ok: true, stdout, stderr, milliseconds };
  } catch (error) {
    if (!(error instanceof FairwayError)) throw error;
    const shown = error instanceof ToolError ? renderError(request, error) : error;
    return { id: request.id, ok: false, error: shown, milliseconds: performance.now() - started };
  }
};

const realRoots = new Map<string, string>();

/** Programs print a directory as they were given it, or with its symlinks resolved. */
const rootsOf = (root: string, scratch: string): readonly string[] => {
  let real = realRoots.get(root);
  if (real === undefined) {
    try {
      real = realpathSync(root);
    } catch {
      real = root;
    }
    realRoots.set(root, real);
  }
  return [root, real, scratch];
};
