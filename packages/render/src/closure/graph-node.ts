// What is one kustomization directory, once its file is read and all that it names is looked up?

import type { ClosureMemo } from './closure-memo.ts';
import type { ChartShelf } from './collect-chart.ts';
import type { Collector } from './collector.ts';
import type { ParsedKustomization } from './parse-kustomization.ts';
import type { Naming } from './path-problem.ts';
import type { Place } from './place.ts';
import type { TreeView } from './tree-view.ts';

/** A kustomization names another one. */
export interface Edge {
  /** The directory that is named, after links. */
  readonly directory: string;
  readonly role: 'entry' | 'component' | 'config';
  readonly naming: () => Naming;
}

export interface GraphNode {
  /** After links, relative to the root. */
  readonly directory: string;
  /** What the directory itself adds to a closure, its children left out. */
  readonly own: Collector;
  /** Undefined: there is no kustomization file. */
  readonly file: string | undefined;
  readonly parsed: ParsedKustomization | undefined;
  readonly edges: readonly Edge[];
  /** Files of resources and bases, in order. */
  readonly resourceFiles: readonly string[];
}

/** What the look-ups of one side share. */
export interface Scope {
  readonly view: TreeView;
  readonly memo: ClosureMemo;
  readonly shelf: ChartShelf;
  /** Fields that are left out: only for the proof that each of them is needed. */
  readonly without: readonly string[];
  /** A kustomization directory was found. */
  readonly visit: (directory: string) => void;
  /** Directory that holds all that a configuration which is not understood could read, for one kustomization directory. */
  readonly widest: (directory: string) => string;
}

/** A node while its references are followed. */
export interface OpenNode {
  readonly scope: Scope;
  readonly directory: string;
  readonly own: Collector;
  readonly edges: Edge[];
  readonly resourceFiles: string[];
  readonly crdFiles: string[];
}

/** A reference, with the file in which it is written. */
export interface Written<R> {
  readonly reference: R;
  readonly place: Place;
}
