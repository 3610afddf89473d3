// Which Kubernetes objects are in the text that helm or kustomize printed?

import type { ResolvePlain } from './construct-yaml.ts';
import { documentObjects } from './document-objects.ts';
import { resolveForKustomize } from './kustomize-scalars.ts';
import { type RepairBudget, repairBudget } from './lenient-events.ts';
import type { ManifestObject } from './model.ts';
import { checkYaml } from './read-yaml.ts';
import { type DocumentText, isTied, splitDocuments } from './split-documents.ts';

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
  /** Who reads the text: Kubernetes (the default), or kustomize, which then writes it anew for Kubernetes. */
  readonly reader?: 'kubernetes' | 'kustomize';
}

function documentsOf(text: string): Iterable<DocumentText> {
  return isTied(text) ? [{ text, line: 1, source: undefined }] : splitDocuments(text);
}

interface Reading {
  readonly repairs: RepairBudget;
  readonly resolve: ResolvePlain | undefined;
}

interface Collected {
  readonly objects: ManifestObject[];
  readonly sources: (string | undefined)[];
  readonly problems: ManifestProblem[];
}

/** Exact places need a slower parser: not for very many problems. */
const MAX_EXACT = 10;

/** Reads one document (or a tied stream) and says how many documents it was. */
function readDocument(document: DocumentText, index: number, into: Collected, { repairs, resolve }: Reading): number {
  const { values, problems } = checkYaml(document.text, repairs, resolve);
  const report = (message: string, line: number, column: number, offset: number) =>
    into.problems.push({ message, line: document.line + line - 1, column, document: index + offset });
  for (const { message, line, column } of problems) report(message, line, column, 0);
  if (problems.length > 0) return 1;
  for (const [offset, value] of values.entries()) {
    const found = documentObjects(value, document.text, { index: offset, exact: into.problems.length < MAX_EXACT });
    for (const object of found.objects) {
      into.objects.push(object);
      into.sources.push(document.source);
    }
    for (const { message, line, column } of found.problems) report(message, line, column, offset);
  }
  return Math.max(1, values.length);
}

/**
 * Reads rendered output: YAML as Kubernetes reads it, `List` objects taken apart, empty documents passed over. What cannot be read, and
 * what is no object, is a problem; the other documents are read nevertheless. Never throws for bad text.
 */
export function parseManifests(text: string, options: ParseManifestsOptions = {}): ParsedManifests {
  const { maxDocuments = 100_000, maxProblems = 100, reader = 'kubernetes' } = options;
  const into: Collected = { objects: [], sources: [], problems: [] };
  const reading: Reading = { repairs: repairBudget(), resolve: reader === 'kustomize' ? resolveForKustomize : undefined };
  let index = 0;
  for (const document of documentsOf(text)) {
    if (index >= maxDocuments) {
      into.problems.push({ message: `more than ${maxDocuments} documents`, line: document.line, column: 1, document: index });
      break;
    }
    index += readDocument(document, index, into, reading);
    if (into.problems.length >= maxProblems) break;
  }
  return { ...into, problems: into.problems.slice(0, maxProblems) };
}
