// How does a test see which temporary files are made, and that all of them go?
import { FairwayError, type ScratchPort, type SourceTree } from '@fairway/contracts';

export interface MemoryScratch extends ScratchPort {
  /** Absolute path → text of every file written so far, also of directories that were removed. */
  readonly written: ReadonlyMap<string, string>;
  /** Directories that are still there. */
  readonly open: ReadonlySet<string>;
}

export interface MemoryScratchOptions {
  /** The disk is full: every write and every directory fails. */
  readonly full?: boolean;
}

/** Scratch directories in memory, named /scratch/<purpose>-<number>. */
export const memoryScratch = ({ full = false }: MemoryScratchOptions = {}): MemoryScratch => {
  const written = new Map<string, string>();
  const open = new Set<string>();
  let count = 0;
  const refuse = (): void => {
    if (full) throw new FairwayError('disk-failed', 'no space left on the device', { hint: 'make room' });
  };
  return {
    written,
    open,
    directory: async (purpose) => {
      refuse();
      count += 1;
      const made = `/scratch/${purpose}-${count}`;
      open.add(made);
      return made;
    },
    write: async (path, bytes) => {
      refuse();
      written.set(path, typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8'));
    },
    remove: async (directory) => {
      open.delete(directory);
    },
  };
};

/** One call of `materialise`. */
export interface Materialised {
  readonly paths: readonly string[];
  readonly directory: string;
}

/** The same tree, whose copies are noted instead of written; `root` turns it into a work tree. */
export const materialising = (tree: SourceTree, root?: string): SourceTree & { readonly copies: readonly Materialised[] } => {
  const copies: Materialised[] = [];
  return {
    ...tree,
    root,
    copies,
    materialise: async (paths, directory) => {
      copies.push({ paths: [...paths], directory });
    },
  };
};
