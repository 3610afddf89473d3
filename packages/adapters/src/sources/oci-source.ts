// How do charts and artifacts come here from a registry?
import { FairwayError, InputError, type LockedSource, RemoteError } from '@fairway/contracts';
import { z } from 'zod';
import { listed } from './helm-index.ts';
import type { ChartRequest, HelmSource } from './helm-source.ts';
import { type RegistryRepository, registryRepository, requireSha256, requireTag } from './registry-address.ts';
import { parseJson, type RegistryClient, type ServedManifest } from './registry-client.ts';
import { parseTagVersion } from './semver-text.ts';
import { shownWord } from './source-address.ts';
import type { SourceContext } from './source-options.ts';
import { newestMatch } from './version-range.ts';

export type LockedArtifact = Extract<LockedSource, { kind: 'oci' }>;
export type ArtifactRequest = Omit<LockedArtifact, 'resolved' | 'digest'>;

/** Artifacts of registries. */
export interface ArtifactSource {
  resolve(request: ArtifactRequest): Promise<{ readonly locked: LockedArtifact; readonly archive: Uint8Array }>;
  fetch(locked: LockedArtifact): Promise<Uint8Array>;
}

/** Layer of a chart, as Helm pushes it. */
const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

const Descriptor = z.object({ mediaType: z.string().default(''), digest: z.string(), size: z.number().int().nonnegative() });
const Image = z.object({ layers: z.array(Descriptor).min(1) });
const Platform = z.object({ os: z.string().optional(), architecture: z.string().optional() });
const ImageIndex = z.object({ manifests: z.array(Descriptor.extend({ platform: Platform.optional() })).min(1) });
const Manifest = z.union([Image, ImageIndex]);
type Layer = z.infer<typeof Descriptor>;

/** Of an index the member that a controller on linux/amd64 takes, or the only one. */
const layersOf = async (client: RegistryClient, repository: RegistryRepository, served: ServedManifest): Promise<readonly Layer[]> => {
  const manifest = parseJson(served.bytes, Manifest, `the manifest of ${repository.shown}`);
  if ('layers' in manifest) return manifest.layers;
  const usual = manifest.manifests.find(({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64');
  const member = usual ?? manifest.manifests[0];
  const inner = await client.manifest(repository, requireSha256(member?.digest ?? ''));
  return parseJson(inner.bytes, Image, `the manifest of ${repository.shown}`).layers;
};

const bringLayer = async (
  client: RegistryClient,
  layer: Layer,
  { repository, context }: { readonly repository: RegistryRepository; readonly context: SourceContext },
): Promise<{ readonly digest: string; readonly archive: Uint8Array }> => {
  const digest = requireSha256(layer.digest);
  if (layer.size > context.limits.archiveBytes)
    throw new RemoteError(
      `the archive of ${repository.shown} has ${layer.size} bytes, and at most ${context.limits.archiveBytes} are accepted`,
      {
        operation: `download of ${repository.shown}`,
      },
    );
  return { digest, archive: await client.blob(repository, digest) };
};

const noMatch = (shown: string, wanted: string, tags: readonly string[]): FairwayError =>
  new FairwayError(
    'remote-failed',
    `${shown} has no tag in ${wanted === '' ? 'a released version' : `the version or range ${shownWord(wanted)}`}`,
    {
      hint: `${tags.length === 0 ? 'It has no tags.' : `There are ${listed(tags.toReversed())}.`} Pre-releases count only where the range names one, for example >=1.0.0-0.`,
    },
  );

const notARange = (wanted: string): InputError =>
  new InputError('input-invalid', `${shownWord(wanted)} is no version and no range of versions`);

/** Charts in registries; a tag cannot hold `+`, Helm writes `_` for it. */
export const createOciCharts = (client: RegistryClient, context: SourceContext): HelmSource => {
  const referenceOf = async (
    repository: RegistryRepository,
    version: string,
  ): Promise<{ readonly reference: string; readonly resolved: string }> => {
    if (version.startsWith('sha256:')) return { reference: requireSha256(version), resolved: version };
    if (parseTagVersion(version) !== undefined) return { reference: requireTag(version.replaceAll('+', '_')), resolved: version };
    const tags = await client.tags(repository);
    const versions = tags.map((tag) => tag.replaceAll('_', '+'));
    const chosen = newestMatch(version, versions, { text: (one) => one, parse: parseTagVersion });
    if (chosen === 'invalid') throw notARange(version);
    if (chosen === undefined) throw noMatch(repository.shown, version, tags);
    return { reference: requireTag(chosen.replaceAll('+', '_')), resolved: chosen };
  };
  const repositoryOf = (request: ChartRequest): RegistryRepository => registryRepository(request.repository, request.chart, context);
  return {
    resolve: async (request) => {
      const repository = repositoryOf(request);
      const { reference, resolved } = await referenceOf(repository, request.version);
      const layers = await layersOf(client, repository, await client.manifest(repository, reference));
      const layer = layers.find(({ mediaType }) => mediaType === CHART_LAYER);
      if (layer === undefined)
        throw new FairwayError('remote-failed', `${repository.shown} ${resolved} is no Helm chart: no layer of it is one`, {
          hint: `It has ${layers.map(({ mediaType }) => shownWord(mediaType)).join(', ')}. An artifact of Flux is named by an OCIRepository.`,
        });
      const { digest, archive } = await bringLayer(client, layer, { repository, context });
      return { locked: { ...request, resolved, digest }, archive };
    },
    // A layer is asked for by its digest: a tag that moved changes nothing.
    fetch: (locked) => client.blob(repositoryOf(locked), locked.digest),
  };
};

/** Artifacts of Flux, and whatever else is packed as its first layer; of a chart it is the layer with the chart. */
export const createArtifactSource = (client: RegistryClient, context: SourceContext): ArtifactSource => {
  const referenceOf = async (repository: RegistryRepository, asked: string): Promise<string> => {
    const [, kind, value = ''] = /^(tag|semver|digest)=(.*)$/s.exec(asked) ?? [];
    if (asked === '') return 'latest';
    if (kind === 'tag') return requireTag(value);
    if (kind === 'digest') return requireSha256(value);
    if (kind === undefined)
      throw new InputError('input-invalid', `${shownWord(asked)} does not say what is meant: expected tag=…, semver=… or digest=…`);
    const tags = await client.tags(repository);
    const parse = (tag: string) => parseTagVersion(tag.replaceAll('_', '+'));
    const versions = tags.filter((tag) => parse(tag) !== undefined);
    const chosen = newestMatch(value, versions, { text: (tag) => tag, parse });
    if (chosen === 'invalid') throw notARange(value);
    if (chosen === undefined) throw noMatch(repository.shown, value, tags);
    return requireTag(chosen);
  };
  return {
    resolve: async (request) => {
      const repository = registryRepository(request.url, undefined, context);
      const served = await client.manifest(repository, await referenceOf(repository, request.reference));
      const layers = await layersOf(client, repository, served);
      const [first] = layers;
      const layer = layers.find(({ mediaType }) => mediaType === CHART_LAYER) ?? first;
      if (layer === undefined) throw new FairwayError('remote-failed', `${repository.shown} has no layer`);
      const { digest, archive } = await bringLayer(client, layer, { repository, context });
      return { locked: { ...request, resolved: served.digest, digest }, archive };
    },
    fetch: (locked) => client.blob(registryRepository(locked.url, undefined, context), locked.digest),
  };
};
