// Which Kubernetes objects are in the text that helm or kustomize printed?
import { documentObjects } from './document-objects.ts';
import type { ManifestObject } from './model.ts';
import { readYaml } from './read-yaml.ts';
import { type DocumentText, isTied, splitDocuments } from './split-documents.ts';
import { YamlSyntaxError } from './yaml-error.ts';

/** Why a document, or an object in it, cannot be used. The app that printed it must not be judged. */
export interface ManifestProblem {
  readonly message: string;
  /** Line and column in the text that was given, both from 1. */
  readonly line: number;
  readonly column: number;
  /** Which document of the stream, from 0. */
  readonly document: number;
}

export interface ParsedManifests {
  readonly objects: readonly ManifestObject[];
  /** Helm's `# Source:` of each object, in the order of `objects`; undefined where there is none. */
  readonly sources: readonly (string | undefined)[];
  readonly problems: readonly ManifestProblem[];
}

export interface ParseManifestsOptions {
  /** Most documents that are read; default 100,000. */
  readonly maxDocuments?: number;
  /** Most problems that are reported; default 100. */
  readonly maxProblems?: number;
}

function documentsOf(text: string): Iterable<DocumentText> {
  return isTied(text) ? [{ text, line: 1, source: undefined }] : splitDocuments(text);
}

interface Collected {
  readonly objects: ManifestObject[];
  readonly sources: (string | undefined)[];
  readonly problems: ManifestProblem[];
}

function readDocument(document: DocumentText, index: number, into: Collected): number {
  try {
    const { values } = readYaml(document.text);
    for (const [offset, value] of values.entries()) {
      const { objects, problems } = documentObjects(value, document.text, offset);
      for (const object of objects) {
        into.objects.push(object);
        into.sources.push(document.source);
      }
      for (const { message, line, column } of problems) {
        into.problems.push({ message, line: document.line + line - 1, column, document: index + offset });
      }
    }
    return Math.max(1, values.length);
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    into.problems.push({ message: error.message, line: document.line + error.line - 1, column: error.column, document: index });
    return 1;
  }
}

/**
 * Reads rendered output: YAML as Kubernetes reads it, `List` objects taken apart, empty documents passed over. What cannot be read, and
 * what is no object, is a problem; the other documents are read nevertheless. Never throws for bad text.
 */
export function parseManifests(text: string, options: ParseManifestsOptions = {}): ParsedManifests {
  const { maxDocuments = 100_000, maxProblems = 100 } = options;
  const into: Collected = { objects: [], sources: [], problems: [] };
  let index = 0;
  for (const document of documentsOf(text)) {
    if (index >= maxDocuments) {
      into.problems.push({ message: `more than ${maxDocuments} documents`, line: document.line, column: 1, document: index });
      break;
    }
    index += readDocument(document, index, into);
    if (into.problems.length >= maxProblems) break;
  }
  return { ...into, problems: into.problems.slice(0, maxProblems) };
}
