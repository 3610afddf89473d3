// What can a kustomization, or a plugin's configuration in it, name?
import type { Placed } from './go-fields.ts';

/** The field that names it, for messages. */
export type Field = string;

/** A file that kustomize's loader reads. `required: false`: kustomize may do without it, or never get there. */
export interface FileReference {
  readonly role: 'file';
  readonly field: Field;
  readonly path: string;
  readonly pointer: string;
  readonly required: boolean;
}

/** A file of objects, a kustomization directory, or something remote. */
export interface EntryReference {
  readonly role: 'entry' | 'component';
  readonly field: Field;
  readonly path: string;
  readonly pointer: string;
}

/** Configuration of a generator, transformer or validator: inline, a file, or a directory. */
export interface ConfigReference {
  readonly role: 'config';
  readonly field: Field;
  readonly path: string;
  readonly pointer: string;
}

/** A chart that kustomize gives to helm. */
export interface ChartReference {
  readonly role: 'chart';
  readonly field: Field;
  readonly pointer: string;
  readonly name: Placed<string>;
  readonly version: string;
  readonly repo: string;
  readonly chartHome: string;
  readonly valuesFile: Placed<string> | undefined;
  /** Inline values stand in for the values file, which is then not read. */
  readonly valuesReplaced: boolean;
  readonly additionalValuesFiles: readonly Placed<string>[];
  readonly configHome: string;
}

/** Something that is not understood: everything that it could mean belongs to the closure. */
export interface UnknownReference {
  readonly role: 'unknown';
  readonly field: Field;
  readonly pointer: string;
}

export type Reference = FileReference | EntryReference | ConfigReference | ChartReference | UnknownReference;

export function fileReference(field: Field, placed: Placed<string>, required: boolean): FileReference {
  return { role: 'file', field, path: placed.value, pointer: placed.pointer, required };
}
