// How is a release identified, whatever the environment, the formatting and the order in app.yaml?
import { createHash } from 'node:crypto';
import type { CarriedFile, ReleaseValue } from '@fairway/contracts';

export interface ReleaseContent {
  readonly fields: readonly ReleaseValue[];
  readonly carries: readonly CarriedFile[];
}

/** Version of the canonical form. A change of the form is a change of every id. */
const FORM = 1;

/** The canonical text: JSON without spaces, keys in this order, both lists sorted by code units of file, then path. */
export function canonicalRelease({ fields, carries }: ReleaseContent): string {
  return JSON.stringify({
    carries: carries.map(({ file, sha256 }) => [file, sha256]).toSorted(byUnits),
    fields: fields.map(({ file, path, value }) => [file, path, value] as const).toSorted(byUnits),
    version: FORM,
  });
}

/** SHA-256 (hex) of the UTF-8 canonical text. */
export function releaseId(content: ReleaseContent): string {
  return createHash('sha256').update(canonicalRelease(content)).digest('hex');
}

function byUnits(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [index, part] of a.entries()) {
    const left = String(part);
    const right = String(b[index]);
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
