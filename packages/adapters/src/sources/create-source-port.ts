// How are charts, artifacts and repositories that live elsewhere reached?
import { tmpdir } from 'node:os';
import { FairwayError, type LockedSource, type ScratchPort, type SourcePort, type SourceRequest } from '@fairway/contracts';
import { createScratch } from '../disk/scratch.ts';
import { mismatch, sha256Of } from './checked-download.ts';
import { createGitSource } from './git-source.ts';
import { createHelmSource } from './helm-source.ts';
import { createArtifactSource, createOciCharts } from './oci-source.ts';
import { createRegistryClient } from './registry-client.ts';
import { shownWord } from './source-address.ts';
import { createCredentials } from './source-credentials.ts';
import { DEFAULT_SOURCE_LIMITS, type SourceContext, type SourceOptions } from './source-options.ts';
import { unpackArchive } from './unpack-archive.ts';

const nameOf = (source: SourceRequest): string =>
  shownWord(source.kind === 'chart' ? `${source.chart} from ${source.repository}` : source.url);

/** An archive that cannot be unpacked is refused when it is locked, not when it is rendered. */
const requireUsable = async (locked: LockedSource, archive: Uint8Array, { limits }: SourceContext): Promise<void> => {
  const files = await unpackArchive(archive, limits).catch((error: unknown) => {
    if (!(error instanceof FairwayError)) throw error;
    throw new FairwayError(error.code, `${nameOf(locked)}: ${error.message}`, { hint: error.hint, cause: error });
  });
  if (locked.kind === 'chart' && !files.has(`${locked.chart}/Chart.yaml`))
    throw new FairwayError(
      'tool-untrusted',
      `${nameOf(locked)}: the archive holds no ${shownWord(locked.chart)}/Chart.yaml, so it is not that chart`,
      {
        hint: `It holds ${[...files.keys()].slice(0, 5).map(shownWord).join(', ') || 'no files'}.`,
      },
    );
};

/**
 * Reaches Helm repositories (https), registries (oci) and git repositories (https, ssh). Plain http only on this machine.
 * Errors: InputError for an address or reference that is not asked for; RemoteError and FairwayError (`remote-failed`,
 * `revision-unknown`) where a server has no answer; FairwayError (`tool-untrusted`, `path-escapes`) for bytes that are not used;
 * ToolError where git or a credential helper is missing.
 */
export const createSourcePort = (options: SourceOptions & { readonly scratch?: ScratchPort }): SourcePort => {
  const context: SourceContext = { ...options, limits: { ...DEFAULT_SOURCE_LIMITS, ...options.limits } };
  const credentials = createCredentials(context);
  const registry = createRegistryClient(context, credentials);
  const artifacts = createArtifactSource(registry, context);
  const repositories = createGitSource(context, { scratch: options.scratch ?? createScratch(tmpdir()), credentials });
  const [helm, oci] = [createHelmSource(context, credentials), createOciCharts(registry, context)];
  const charts = (repository: string) => (/^oci:/i.test(repository) ? oci : helm);

  const resolve = (request: SourceRequest): Promise<{ readonly locked: LockedSource; readonly archive: Uint8Array }> => {
    if (request.kind === 'chart') return charts(request.repository).resolve(request);
    return request.kind === 'oci' ? artifacts.resolve(request) : repositories.resolve(request);
  };
  const fetch = (locked: LockedSource): Promise<Uint8Array> => {
    if (locked.kind === 'chart') return charts(locked.repository).fetch(locked);
    return locked.kind === 'oci' ? artifacts.fetch(locked) : repositories.fetch(locked);
  };
  return {
    resolve: async (request) => {
      const found = await resolve(request);
      await requireUsable(found.locked, found.archive, context);
      return found;
    },
    fetch: async (locked) => {
      const archive = await fetch(locked);
      const found = sha256Of(archive);
      if (found !== locked.digest) throw mismatch(nameOf(locked), { expected: locked.digest, found });
      return archive;
    },
  };
};
