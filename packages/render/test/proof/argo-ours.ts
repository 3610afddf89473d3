// What do we render for a repository of Argo CD objects: objects by Application, and the Applications that ApplicationSets make?
import { createRenderPorts, openWorkTree } from '@fairway/adapters';
import { createDiscoveryMemo } from '@fairway/environments';
import type { ManifestObject } from '@fairway/manifests';
import type { TemporaryRepository } from '@fairway/testkit';
import { openRenderCache } from '../../src/cache/render-cache.ts';
import { createClosureMemo } from '../../src/closure/index.ts';
import { discoverSides } from '../../src/plan/open-sides.ts';
import { openPrograms } from '../../src/plan/programs.ts';
import { expandSide } from '../../src/reconcile/expand-side.ts';
import { openSession } from '../../src/run/session.ts';
import { realRun } from '../real-run.ts';

export interface OurApplications {
  /** By name of the Application, all its sources together. */
  readonly objects: ReadonlyMap<string, readonly ManifestObject[]>;
  /** By name of the Application: why it was not rendered. */
  readonly failed: ReadonlyMap<string, string>;
}

const REQUEST = { below: '', environments: [], apps: [], verifyDeterminism: false, needObjects: true, includeSecrets: true } as const;

/** Renders the work tree, with the values of its Secrets. */
export const ourApplications = async (repository: TemporaryRepository, environments: readonly string[] = []): Promise<OurApplications> => {
  using run = realRun(repository);
  const { report, rendered } = await run.render(undefined, { ...REQUEST, environments });
  const objects = new Map<string, readonly ManifestObject[]>();
  const failed = new Map<string, string>();
  for (const { id, reconciler, status } of report.apps) {
    if (reconciler?.object.kind !== 'Application') continue;
    const { name } = reconciler.object;
    if (status === 'failed') failed.set(name, report.errors.find(({ app }) => app === id)?.message ?? 'failed');
    else objects.set(name, [...(objects.get(name) ?? []), ...(rendered.find((one) => one.id === id)?.objects ?? [])]);
  }
  return { objects, failed };
};

const SILENT = { start: () => undefined, advance: () => undefined, finish: () => undefined, note: () => undefined };

/** By name of the ApplicationSet: the Applications that it makes, as objects. */
export const ourApplicationSets = async ({ directory }: TemporaryRepository): Promise<ReadonlyMap<string, readonly ManifestObject[]>> => {
  const environment = process.env;
  const ports = createRenderPorts({ environment, workTree: directory, cwd: directory, programs: {}, renderCache: false, progress: SILENT });
  const tree = await openWorkTree(directory, { environment, git: true });
  const request = { ...REQUEST, head: tree };
  const { head: discovery } = await discoverSides(request, createDiscoveryMemo());
  const session = openSession(request, ports, { cache: await openRenderCache(undefined, () => undefined) });
  try {
    const { outcomes } = await expandSide(
      { name: 'head', tree, discovery },
      {
        ports,
        programs: openPrograms(ports),
        store: session.store,
        memo: createClosureMemo(),
        expansions: new Map(),
        locked: [],
        signal: undefined,
      },
    );
    return new Map(
      outcomes.flatMap(({ known, result }) =>
        result.kind === 'objects' ? [[known.object.metadata.name ?? '', result.objects] as const] : [],
      ),
    );
  } finally {
    await session.close();
  }
};
