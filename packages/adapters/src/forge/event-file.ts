// What does the event file of the runner hold? Unknown until a schema accepts it.
import { readFileSync, statSync } from 'node:fs';

const MAX_BYTES = 8 * 2 ** 20;

/** Parsed JSON of the file; undefined where there is none, or no JSON, or more than 8 MiB. */
export const readEventPayload = (path: string | undefined): unknown => {
  if (path === undefined || path === '') return undefined;
  try {
    if (statSync(path).size > MAX_BYTES) return undefined;
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};
