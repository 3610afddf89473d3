// Are the objects that Flux applied those that we render, field by field?
import { gunzipSync } from 'node:zlib';
import { apiGroup, isRecord, type ManifestObject, parseManifests } from '@fairway/manifests';
import { compareObjects, type Difference } from './argo-compare.ts';
import type { FluxProof } from './flux-setup.ts';
import { type Applied, type NormalisationId, normalised } from './normalisations.ts';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (isRecord(value) ? value : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const plain = (objects: readonly ManifestObject[]): readonly Fields[] => objects.map((object) => ({ ...object }));

/** What an object of the cluster says that nobody applied: the API server and controllers write it. */
const NOTED = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'finalizers', 'selfLink'];

/** The fields that kustomize-controller owns: exactly those that it sent. */
const ownedBy = (object: Fields): unknown =>
  listOf(fieldsOf(object['metadata'])['managedFields'])
    .map(fieldsOf)
    .find(({ manager, operation }) => manager === 'kustomize-controller' && operation === 'Apply')?.['fieldsV1'];

/** An object of the API server, with the list of the fields that were sent. */
const asServed = (object: Fields): Fields => {
  const metadata = Object.fromEntries(Object.entries(fieldsOf(object['metadata'])).filter(([key]) => !NOTED.includes(key)));
  const { status: _, ...rest } = object;
  return { ...rest, metadata, sent: ownedBy(object) };
};

const inventoryOf = (object: ManifestObject | undefined): readonly string[] =>
  listOf(fieldsOf(fieldsOf(object?.['status'])['inventory'])['entries']).map(
    (entry) => `${textOf(fieldsOf(entry)['id'])}_${textOf(fieldsOf(entry)['v'])}`,
  );

/** As Flux names objects in its inventory. */
const inventoryId = ({ apiVersion, kind, metadata }: ManifestObject): string => {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  // A colon may stand in the name of a role, not in an inventory.
  const name = textOf(metadata.name).replaceAll(':', '__');
  return [textOf(metadata.namespace), name, apiGroup(apiVersion), kind, version].join('_');
};

const items = (text: string): readonly ManifestObject[] => {
  const parsed = JSON.parse(text);
  return parsed.kind === 'List' ? parsed.items : [parsed];
};

/**
 * Our objects are sent to the API server as kustomize-controller sends its own, without being kept: same manager, same way. What comes back
 * must be what is there, with the same list of sent fields. A field more, less or other is seen, and what the API server fills in is not.
 */
export const compareKustomization = (
  { plane, read }: Pick<FluxProof, 'plane' | 'read'>,
  ours: readonly ManifestObject[],
  applied: Applied & { readonly without?: NormalisationId | undefined },
): readonly Difference[] => {
  const sent = normalised(ours, applied);
  const inventory = inventoryOf(read('kustomizations.kustomize.toolkit.fluxcd.io', applied.name, applied.namespace)).toSorted();
  const wanted = sent.map(inventoryId).toSorted();
  if (wanted.join(' ') !== inventory.join(' ')) {
    const only = (own: readonly string[], other: readonly string[]) => own.filter((id) => !other.includes(id));
    return [{ object: 'inventory', field: '', ours: only(wanted, inventory), theirs: only(inventory, wanted) }];
  }
  if (sent.length === 0) return [];
  const text = sent.map((object) => JSON.stringify(object)).join('\n---\n');
  const there = items(plane.kubectl(['get', '--show-managed-fields', '-o', 'json', '-f', '-'], text));
  const would = items(
    plane.kubectl(
      [
        ...['apply', '--server-side', '--dry-run=server', '--force-conflicts', '--field-manager=kustomize-controller'],
        ...['--show-managed-fields', '-o', 'json', '-f', '-'],
      ],
      text,
    ),
  );
  return compareObjects(would.map(asServed), there.map(asServed));
};

interface Stored {
  readonly manifest: string;
  readonly hooks?: readonly { readonly manifest: string }[];
  readonly chart: {
    readonly metadata: { readonly version: string };
    readonly files?: readonly { readonly name: string; readonly data: string }[];
  };
}

/** What helm-controller installed, of the release that it keeps in a Secret; undefined: none yet. */
export const storedRelease = ({ plane }: Pick<FluxProof, 'plane'>, release: string, namespace: string): Stored | undefined => {
  const { items: secrets } = plane.get(['-n', namespace, 'secrets', '-l', `owner=helm,name=${release}`]);
  const last = secrets.at(-1)?.data?.release;
  if (last === undefined) return undefined;
  const inner = Buffer.from(Buffer.from(last, 'base64').toString(), 'base64');
  return JSON.parse(gunzipSync(inner).toString());
};

/** Objects of a release: the manifest, its hooks, and the definitions that are installed beside it. */
export const releaseObjects = ({ manifest, hooks = [], chart }: Stored, withDefinitions = true): readonly ManifestObject[] => {
  const crds = (chart.files ?? [])
    .filter(({ name }) => withDefinitions && /^crds\/.*\.ya?ml$/.test(name))
    .map(({ data }) => Buffer.from(data, 'base64').toString());
  return [...crds, manifest, ...hooks.map((hook) => hook.manifest)].flatMap((text) => parseManifests(text).objects);
};

/** Our objects of a HelmRelease beside what helm keeps of it: before the API server saw anything. */
export const compareRelease = (
  ours: readonly ManifestObject[],
  theirs: readonly ManifestObject[],
  applied: Applied & { readonly without?: NormalisationId | undefined },
): readonly Difference[] => compareObjects(plain(normalised(ours, applied)), plain(normalised(theirs, { ...applied, side: 'theirs' })));
