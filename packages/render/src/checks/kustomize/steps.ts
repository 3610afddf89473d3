// What was seen on the way through the kustomizations of an app?
import type { KustomizationNode } from '../../model.ts';
import type { ImageEntry } from './image-reference.ts';
import type { ObjectState } from './object-state.ts';

interface StepBase {
  readonly node: KustomizationNode;
  /** File and JSON pointer of the entry; the file is another one only for `replacements` with a `path`. */
  readonly file: string;
  readonly pointer: string;
  /** Objects may be there that nobody can see without running programs: then "matched nothing" is not certain. */
  readonly open: boolean;
}

/** A patch entry with a target met `matched` objects. */
export interface PatchStep extends StepBase {
  readonly step: 'patch';
  readonly target: unknown;
  readonly matched: number;
  readonly objects: readonly ObjectState[];
}

/** A replacement target met `selected` objects, of which `rejected` were taken out again. */
export interface ReplacementStep extends StepBase {
  readonly step: 'replacement';
  readonly target: unknown;
  readonly selected: number;
  readonly rejected: number;
  readonly objects: readonly ObjectState[];
}

/** An entry of `images` met `matched` fields. */
export interface ImagesStep extends StepBase {
  readonly step: 'images';
  readonly entry: ImageEntry;
  readonly matched: number;
  /** Before the entry did its work. */
  readonly objects: readonly ObjectState[];
}

/** Labels that go into selectors. */
export interface SelectorLabelsStep extends StepBase {
  readonly step: 'selector-labels';
  readonly labels: Readonly<Record<string, string>>;
  readonly objects: readonly ObjectState[];
}

/** A `namespace:` field. */
export interface NamespaceStep extends StepBase {
  readonly step: 'namespace';
  readonly namespace: string;
  readonly objects: readonly ObjectState[];
}

export type Step = PatchStep | ReplacementStep | ImagesStep | SelectorLabelsStep | NamespaceStep;

/** A build, followed without running it. */
export interface Trace {
  readonly steps: readonly Step[];
  /** The objects at the end. */
  readonly objects: readonly ObjectState[];
  /** Not everything could be followed. */
  readonly open: boolean;
}
