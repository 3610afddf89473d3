// What does a kustomization file say?
import { isFields } from './go-fields.ts';
import { kustomizationReferences, passesObjectsOn } from './kustomization-references.ts';
import { readDocuments } from './read-document.ts';
import type { Reference } from './reference.ts';

/** The same for every directory in which a file with these bytes lies. */
export interface ParsedKustomization {
  readonly content: Readonly<Record<string, unknown>>;
  readonly component: boolean;
  readonly references: readonly Reference[];
  /** Objects come out as its resource files write them. */
  readonly passesObjectsOn: boolean;
  /** No YAML: kustomize will refuse it. */
  readonly problem?: { readonly message: string; readonly line: number; readonly column: number };
}

export function parseKustomization(text: string, without: readonly string[] = []): ParsedKustomization {
  const read = readDocuments(text, 'first');
  const value = read.ok ? read.values[0] : undefined;
  const content = isFields(value) ? value : {};
  const parsed = {
    content,
    component: content.kind === 'Component',
    references: kustomizationReferences(content, without),
    passesObjectsOn: passesObjectsOn(content),
  };
  return read.ok ? parsed : { ...parsed, problem: { message: read.message, line: read.line, column: read.column } };
}
