// Which app is made by an object that another app renders, and what is the chain down to it?
import type { AppResult } from '@fairway/contracts';
import { locationText, objectName } from './object-name.ts';
import { boundedStart } from './visible.ts';

/** An app with the apps that it renders the objects of. Depth counts from 0 at an app whose object no app of the report renders. */
export interface AppBranch {
  readonly result: AppResult;
  readonly depth: number;
  readonly children: readonly AppBranch[];
}

/** Does a Flux or Argo CD object make any app of this report? Where none does, every form of it is as if there were no such thing. */
export const isReconciled = (apps: readonly AppResult[]): boolean => apps.some((app) => app.reconciler !== undefined);

/** Ids of apps whose parents go round in a circle are cut at the first of them, in the order of the report. */
const parentsOf = (apps: readonly AppResult[]): ReadonlyMap<string, string> => {
  const known = new Map(apps.map((app) => [app.id, app.reconciler?.parent]));
  const parents = new Map<string, string>();
  const settled = new Set<string>();
  for (const app of apps) {
    const path: string[] = [];
    let id: string | undefined = app.id;
    const onPath = new Set<string>();
    while (id !== undefined && known.has(id) && !settled.has(id) && !onPath.has(id)) {
      path.push(id);
      onPath.add(id);
      id = known.get(id);
    }
    const cut = id !== undefined && onPath.has(id) ? id : undefined;
    for (const one of path) {
      const parent = known.get(one);
      if (parent !== undefined && known.has(parent) && one !== cut) parents.set(one, parent);
      settled.add(one);
    }
  }
  return parents;
};

/** Deeper than this nobody reads; what is below stands at this depth. Real chains have three or four members. */
const DEEPEST = 24;

/** The apps as trees, in the order of the report. Every app stands once; a circle of parents is cut. */
export const appTrees = (apps: readonly AppResult[]): readonly AppBranch[] => {
  const parents = parentsOf(apps);
  const below = Map.groupBy(apps, (app) => parents.get(app.id));
  const order: { readonly app: AppResult; readonly depth: number }[] = [];
  const waiting = (below.get(undefined) ?? []).map((app) => ({ app, depth: 0 })).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    order.push(next);
    const { app, depth } = next;
    waiting.push(...(below.get(app.id) ?? []).map((child) => ({ app: child, depth: Math.min(depth + 1, DEEPEST) })).toReversed());
  }
  const made = new Map<string, AppBranch>();
  for (const { app, depth } of order.toReversed()) {
    const children = (below.get(app.id) ?? []).flatMap((child) => made.get(child.id) ?? []);
    made.set(app.id, { result: app, depth, children });
  }
  return (below.get(undefined) ?? []).flatMap((app) => made.get(app.id) ?? []);
};

/** The branches and all below them, each before its children. */
export const flatBranches = (branches: readonly AppBranch[]): readonly AppBranch[] => {
  const flat: AppBranch[] = [];
  const waiting = branches.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    flat.push(next);
    waiting.push(...next.children.toReversed());
  }
  return flat;
};

/** The trees that Flux and Argo CD objects make; an app without such an object is in them only where it renders one. */
export const reconciledTrees = (apps: readonly AppResult[]): readonly AppBranch[] =>
  appTrees(apps).filter((branch) => branch.result.reconciler !== undefined || branch.children.length > 0);

/** Ids of the apps that `wanted` names, and of all that stand above them. */
export const withAncestors = (branches: readonly AppBranch[], wanted: (app: AppResult) => boolean): ReadonlySet<string> => {
  const kept = new Set<string>();
  for (const { result, children } of flatBranches(branches).toReversed())
    if (wanted(result) || children.some((child) => kept.has(child.result.id))) kept.add(result.id);
  return kept;
};

const LONGEST = 12;

/** The app itself and above it the apps that made it, the topmost first; at most twelve. */
export const ancestry = (app: AppResult, apps: ReadonlyMap<string, AppResult>): readonly AppResult[] => {
  const chain = [app];
  const seen = new Set([app.id]);
  for (let id = app.reconciler?.parent; id !== undefined && !seen.has(id) && chain.length < LONGEST; ) {
    const parent = apps.get(id);
    if (parent === undefined) break;
    seen.add(id);
    chain.unshift(parent);
    id = parent.reconciler?.parent;
  }
  return chain;
};

/** The objects of the chain in words, the topmost first: `Kustomization flux-system/apps`, `HelmRelease podinfo/podinfo`. Empty without a reconciler. */
export const chainNames = (app: AppResult, apps: ReadonlyMap<string, AppResult>): readonly string[] =>
  ancestry(app, apps).flatMap(({ reconciler }) => (reconciler === undefined ? [] : [objectName(reconciler.object)]));

/** Where the object of an app is written; empty where that is not known. */
export const writtenAt = (app: AppResult): string => (app.reconciler?.at === undefined ? '' : locationText(app.reconciler.at));

/** The chain of an app in one line, with the place of its object: `Kustomization a/b → HelmRelease c/d (release.yaml:1)`. Empty without a reconciler. */
export const chainText = (app: AppResult, apps: ReadonlyMap<string, AppResult>): string => {
  const names = chainNames(app, apps);
  if (names.length === 0) return '';
  const place = writtenAt(app);
  return `${names.join(' → ')}${place === '' ? '' : ` (${boundedStart(place, 200)})`}`;
};
