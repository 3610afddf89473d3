// What does a YAML file of the closure say, read no stricter than Go reads it?
import { readYaml, YamlSyntaxError } from '@fairway/manifests';
import { parseAllDocuments } from 'yaml';

export type ReadDocuments =
  | { readonly ok: true; readonly values: readonly unknown[] }
  | { readonly ok: false; readonly message: string; readonly line: number; readonly column: number };

/** The second reader is slow; nobody writes repeated keys into a file of this size (UTF-16 units). */
const MAX_SECOND_OPINION = 4 * 1024 * 1024;

/**
 * Second opinion on what the strict reader refuses. Go's reader lets the last of two equal keys win, and looks at the first document only:
 * kustomize builds such files, so that they must not fail here.
 */
function readLoosely(text: string, firstOnly: boolean): readonly unknown[] | undefined {
  if (text.length > MAX_SECOND_OPINION) return undefined;
  const parsed = parseAllDocuments(text, { version: '1.1', merge: true, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(parsed)) return undefined;
  const documents = firstOnly ? parsed.slice(0, 1) : parsed;
  if (documents.length === 0 || documents.some((document) => document.errors.length > 0)) return undefined;
  try {
    return documents.map((document): unknown => document.toJS({ maxAliasCount: 1000 }));
  } catch {
    return undefined;
  }
}

/** `first`: only the first document counts, as for a kustomization or a Chart.yaml. */
export function readDocuments(text: string, which: 'first' | 'all'): ReadDocuments {
  try {
    return { ok: true, values: readYaml(text).values };
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    const values = readLoosely(text, which === 'first');
    if (values !== undefined) return { ok: true, values };
    return { ok: false, message: error.message, line: error.line, column: error.column };
  }
}
