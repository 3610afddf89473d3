// What is a release: which version of an app runs, and which files travel with it?
import { z } from 'zod';

/** Value of one release field. The file is written as in app.yaml, relative to it, so that environments compare. */
export const ReleaseValue = z.strictObject({
  file: z.string().describe('relative to the directory of app.yaml'),
  path: z.string().describe('JSON pointer (RFC 6901)'),
  value: z.union([z.string(), z.int(), z.boolean()]),
});
export type ReleaseValue = z.infer<typeof ReleaseValue>;

/** One file that travels with the release. */
export const CarriedFile = z.strictObject({
  file: z.string().describe('relative to the directory of app.yaml'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type CarriedFile = z.infer<typeof CarriedFile>;

/**
 * A release. Its id is the SHA-256 (hex) of the canonical content: the UTF-8 text of
 * `{"carries":[[file,sha256],…],"fields":[[file,path,value],…],"version":1}` as JSON without spaces, both lists sorted by code units of
 * file, then path. So it depends on neither the order in app.yaml, nor formatting, nor the environment: the same id, the same release.
 */
export const Release = z
  .strictObject({
    id: z.string().regex(/^[0-9a-f]{64}$/),
    fields: z.array(ReleaseValue).min(1),
    carries: z.array(CarriedFile),
  })
  .meta({ title: 'release', description: 'The release fields of an app, the files that travel with them, and their id' });
export type Release = z.infer<typeof Release>;
