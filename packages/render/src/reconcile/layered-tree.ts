// How does a rendering see files that exist for it alone? A tree with others laid over it.
import type { ReadResult, ScratchPort, SourceTree, TreeEntry } from '@fairway/contracts';

export interface LayeredTree extends SourceTree {
  /** Content of a file that is laid over the tree; undefined: the tree's own. */
  readonly over: (path: string) => Uint8Array | undefined;
  /** Lays files over the tree, for all that look at it from now on. */
  readonly lay: (files: ReadonlyMap<string, Uint8Array>) => void;
  /** Takes them off again. */
  readonly lift: (paths: Iterable<string>) => void;
}

const entryOf = (path: string): TreeEntry => ({ path, kind: 'file', executable: false });

/** Programs never run in place on it: it has no `root`, and what they read is a copy. */
export const layeredTree = (base: SourceTree, scratch: ScratchPort): LayeredTree => {
  const over = new Map<string, Uint8Array>();
  let made: { readonly of: SourceTree['entries']; readonly entries: SourceTree['entries'] } | undefined;
  return {
    root: undefined,
    commit: base.commit,
    dirty: base.dirty,
    get entries() {
      if (over.size === 0) return base.entries;
      if (made?.of !== base.entries) {
        made = { of: base.entries, entries: new Map([...base.entries, ...[...over.keys()].map((path) => [path, entryOf(path)] as const)]) };
      }
      return made.entries;
    },
    over: (path) => over.get(path),
    lay: (files) => {
      if (files.size === 0) return;
      for (const [path, bytes] of files) over.set(path, bytes);
      made = undefined;
    },
    lift: (paths) => {
      for (const path of paths) over.delete(path);
      made = undefined;
    },
    read: async (paths, options) => {
      const wanted = [...paths];
      const own = wanted.filter((path) => !over.has(path));
      const found: ReadonlyMap<string, ReadResult> = own.length === 0 ? new Map() : await base.read(own, options);
      return new Map(
        wanted.flatMap((path): (readonly [string, ReadResult])[] => {
          const bytes = over.get(path);
          if (bytes !== undefined) return [[path, { kind: 'file', bytes, ignored: false }]];
          const result = found.get(path);
          return result === undefined ? [] : [[path, result]];
        }),
      );
    },
    materialise: async (paths, directory) => {
      const wanted = [...paths];
      await base.materialise(
        wanted.filter((path) => !over.has(path)),
        directory,
      );
      for (const path of wanted) {
        const bytes = over.get(path);
        if (bytes !== undefined) await scratch.write(`${directory}/${path}`, bytes);
      }
    },
  };
};
