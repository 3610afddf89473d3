// What does a values document say?
import { checkYaml, isRecord } from '@fairway/manifests';
import { copyTable, type HelmTable, ValuesTooLarge } from './table.ts';

/** `message` is one clause, with the line where there is one. */
export type ValuesReading = { readonly ok: true; readonly values: HelmTable } | { readonly ok: false; readonly message: string };

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'number' ? 'a number' : 'true or false';
}

/** Reads the first document, as helm does. An empty one has no values. */
export function readValuesDocument(text: string): ValuesReading {
  const { values, problems } = checkYaml(text);
  const [problem] = problems;
  if (problem !== undefined) return { ok: false, message: `line ${problem.line}, column ${problem.column}: ${problem.message}` };
  const [first = null] = values;
  if (first === null) return { ok: true, values: {} };
  if (!isRecord(first)) return { ok: false, message: `it must be a mapping, found ${kindOf(first)}` };
  try {
    return { ok: true, values: copyTable(first) };
  } catch (error) {
    if (error instanceof ValuesTooLarge) return { ok: false, message: `it has ${error.message}` };
    throw error;
  }
}
