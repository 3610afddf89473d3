// In which tree is each app rendered, when several lay files of their own over the repository?
import type { ScratchPort, SourceTree } from '@fairway/contracts';
import type { App, RenderSettings } from '@fairway/environments';
import type { ClosureMemo } from '../closure/closure-memo.ts';
import { computeClosures } from '../closure/compute-closures.ts';
import { EMPTY_CLOSURE, type InputClosure } from '../model.ts';
import { type LayeredTree, layeredTree } from './layered-tree.ts';

/** An app and the files that exist for it alone. Its id is unique among all apps of the side. */
export interface Layered {
  readonly app: App;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Reads a source that lives elsewhere. */
  readonly mounted: boolean;
}

export interface Placed {
  readonly tree: SourceTree;
  readonly closure: InputClosure;
}

export interface Layers {
  /** Finds a tree for each, and its closure there. No app ever sees a file that was laid for another. */
  place(apps: readonly Layered[]): Promise<ReadonlyMap<string, Placed>>;
}

export interface LayersContext {
  readonly tree: SourceTree;
  /** The same with the sources that live elsewhere. */
  readonly main: SourceTree;
  readonly scratch: ScratchPort;
  readonly settings: (app: App) => RenderSettings;
  readonly memo: ClosureMemo;
  readonly signal: AbortSignal | undefined;
}

interface Layer {
  readonly tree: LayeredTree;
  /** Path of a laid file → app that it was laid for; a directory with a slash at its end → those that laid a file there. */
  readonly owners: Map<string, Set<string>>;
  /** Paths that apps of this layer read or probe, and directories that they list. */
  readonly touched: Set<string>;
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const touches = (closure: InputClosure): readonly string[] => [
  ...closure.files.keys(),
  ...closure.absent,
  ...[...closure.listings.keys()].map((directory) => `${directory}/`),
];

const laidBy = ({ files }: Layered): readonly string[] => [...files.keys()].flatMap((path) => [path, `${parentOf(path)}/`]);

const onlyFor = (id: string, owners: ReadonlySet<string> | undefined): boolean =>
  owners === undefined || owners.size === 0 || (owners.size === 1 && owners.has(id));

const isFree = (one: Layered, { owners, touched }: Layer): boolean =>
  laidBy(one).every((path) => !touched.has(path)) && [...one.files.keys()].every((path) => onlyFor(one.app.id, owners.get(path)));

const meets = (closure: InputClosure, id: string, owners: ReadonlyMap<string, ReadonlySet<string>>): boolean =>
  touches(closure).some((path) => !onlyFor(id, owners.get(path)));

/** Most apps fit into the first layer; one whose files would change what another reads goes one deeper. */
export const createLayers = ({ tree, main, scratch, settings, memo, signal }: LayersContext): Layers => {
  const layers: Layer[] = [];
  const options = { settings, memo, ...(signal === undefined ? {} : { signal }) };
  const layerAt = (index: number): Layer => {
    const layer = layers[index] ?? { tree: layeredTree(main, scratch), owners: new Map(), touched: new Set() };
    layers[index] = layer;
    return layer;
  };
  const lay = (layer: Layer, one: Layered): void => {
    layer.tree.lay(one.files);
    for (const path of laidBy(one)) layer.owners.set(path, (layer.owners.get(path) ?? new Set()).add(one.app.id));
  };
  const lift = (layer: Layer, one: Layered): void => {
    layer.tree.lift(one.files.keys());
    for (const path of laidBy(one)) layer.owners.get(path)?.delete(one.app.id);
  };
  /** Puts what fits into one layer and hands back the rest. */
  const fill = async (layer: Layer, apps: readonly Layered[], placed: Map<string, Placed>): Promise<readonly Layered[]> => {
    const rest: Layered[] = [];
    const taken: Layered[] = [];
    for (const one of apps) {
      if (!isFree(one, layer)) rest.push(one);
      else {
        lay(layer, one);
        taken.push(one);
      }
    }
    const closures = await computeClosures(
      layer.tree,
      taken.map(({ app }) => app),
      options,
    );
    const meeting = taken.filter(({ app }) => meets(closures.get(app.id) ?? EMPTY_CLOSURE, app.id, layer.owners));
    for (const one of meeting) lift(layer, one);
    for (const { app } of taken.filter((one) => !meeting.includes(one))) {
      const closure = closures.get(app.id) ?? EMPTY_CLOSURE;
      for (const path of touches(closure)) layer.touched.add(path);
      placed.set(app.id, { tree: layer.tree, closure });
    }
    return [...rest, ...meeting];
  };
  const placePlain = async (apps: readonly Layered[], where: SourceTree, placed: Map<string, Placed>): Promise<void> => {
    const closures = await computeClosures(
      where,
      apps.map(({ app }) => app),
      options,
    );
    for (const { app } of apps) placed.set(app.id, { tree: where, closure: closures.get(app.id) ?? EMPTY_CLOSURE });
  };
  return {
    place: async (apps) => {
      const placed = new Map<string, Placed>();
      const plain = apps.filter(({ files }) => files.size === 0);
      await placePlain(
        plain.filter(({ mounted }) => !mounted),
        tree,
        placed,
      );
      await placePlain(
        plain.filter(({ mounted }) => mounted),
        main,
        placed,
      );
      let left: readonly Layered[] = apps.filter(({ files }) => files.size > 0);
      for (let index = 0; left.length > 0; index += 1) {
        const rest = await fill(layerAt(index), left, placed);
        const [first, ...others] = rest;
        // All that are left met one another in an empty layer: alone, the first meets nobody.
        const stuck = rest.length === left.length && layerAt(index).touched.size === 0;
        left = stuck && first !== undefined ? [...(await fill(layerAt(index), [first], placed)), ...others] : rest;
      }
      return placed;
    },
  };
};
