// What made a changed object: from the reconciler object down to the template, overlay or base?
import type { Change } from '@fairway/contracts';
import type { App } from '@fairway/environments';
import { objectRef, parseManifests, refKey, refText } from '@fairway/manifests';
import { type AppJob, isReady, type ReadyJob } from '../plan/app-job.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import { loadTexts } from '../run/source-texts.ts';

type Origin = NonNullable<Change['origin']>;

/** Deeper than any chain of reconciler objects. */
const MAX_CHAIN = 50;

/** The reconciler objects above an app, the outermost first, its own last. */
const reconcilersOf = (app: App, byId: ReadonlyMap<string, App>): readonly string[] => {
  const chain: string[] = [];
  for (
    let at: App | undefined = app;
    at?.reconciledBy !== undefined && chain.length < MAX_CHAIN;
    at = byId.get(at.reconciledBy.parent ?? '')
  ) {
    chain.unshift(refText(at.reconciledBy.object));
  }
  return chain;
};

/** Helm names a template from the name of the chart on; in the repository the chart has a directory. */
const helmOrigin = ({ app, closure }: ReadyJob, template: string | null | undefined): Origin => {
  const chart = app.renderer.kind === 'helm' ? app.renderer.chart : '';
  if (template === null || template === undefined) return { chain: [`chart ${chart}`] };
  const inside = template.slice(template.indexOf('/') + 1);
  const file = `${chart}/${inside}`;
  return { chain: [`chart ${chart}`, inside], ...(closure.files.has(file) ? { source: file } : {}) };
};

interface Written {
  readonly file: string;
  readonly directory: string;
  readonly kind: string;
  readonly name: string;
}

/** Objects as the kustomizations of an app name them in their files. */
const writtenIn = async (job: ReadyJob): Promise<readonly Written[]> => {
  const { read } = await loadTexts(job.tree, [job]);
  return job.closure.kustomizations.flatMap(({ directory, resources }) =>
    resources.flatMap((file) => {
      const text = read(file);
      return text === undefined
        ? []
        : parseManifests(text).objects.map(({ kind, metadata }) => ({ file, directory, kind, name: String(metadata.name ?? '') }));
    }),
  );
};

/** By kind and name; a prefix or suffix that a kustomization adds is allowed where no name is equal. */
const kustomizeOrigin = ({ app }: ReadyJob, object: Change['object'], written: readonly Written[]): Origin => {
  const path = app.renderer.kind === 'kustomize' ? app.renderer.path : '';
  const same = written.filter(({ kind }) => kind === object.kind);
  const found = same.find(({ name }) => name === object.name) ?? same.find(({ name }) => name !== '' && object.name.includes(name));
  const chain = [`overlay ${path === '' ? '.' : path}`];
  if (found === undefined) return { chain };
  return { chain: found.directory === path ? chain : [...chain, `base ${found.directory}`], source: found.file };
};

const originIn = async (job: AppJob | undefined, store: RenderingStore): Promise<((object: Change['object']) => Origin) | undefined> => {
  if (!isReady(job)) return undefined;
  const { renderer } = job.app;
  if (renderer.kind === 'directory') return () => ({ chain: [`directory ${renderer.path}`] });
  if (renderer.kind === 'kustomize') {
    const written = await writtenIn(job);
    return (object) => kustomizeOrigin(job, object, written);
  }
  const sources = store.sources(job);
  const templates = new Map((store.objects(job) ?? []).map((object, index) => [refKey(objectRef(object)), sources[index]]));
  return (object) => helmOrigin(job, templates.get(refKey(object)));
};

/** Changes of one app with what made each object. What was removed is told by the base. */
export const withOrigins = async (
  changes: readonly Change[],
  { head, base }: { readonly head: AppJob | undefined; readonly base: AppJob | undefined },
  store: RenderingStore,
): Promise<readonly Change[]> => {
  if (changes.length === 0) return changes;
  const side = (job: AppJob | undefined) => new Map(job?.side.apps.map((app) => [app.id, app]) ?? []);
  const chains = {
    head: head === undefined ? [] : reconcilersOf(head.app, side(head)),
    base: base === undefined ? [] : reconcilersOf(base.app, side(base)),
  };
  const [ofHead, ofBase] = [await originIn(head, store), await originIn(base, store)];
  return changes.map((change) => {
    const removed = change.kind === 'removed';
    const origin = (removed ? ofBase : ofHead)?.(change.object);
    if (origin === undefined) return change;
    return { ...change, origin: { ...origin, chain: [...(removed ? chains.base : chains.head), ...origin.chain] } };
  });
};
