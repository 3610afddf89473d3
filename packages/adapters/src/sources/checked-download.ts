// How does a document or an archive come here, with its SHA-256?
import { createHash } from 'node:crypto';
import { FairwayError } from '@fairway/contracts';
import { printable } from '../tools/addresses.ts';
import { type HttpAnswer, type HttpOptions, openAnswer } from '../tools/http-get.ts';
import type { SourceContext } from './source-options.ts';

/** `sha256:` and the digest of bytes. */
export const sha256Of = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** An answer with its body read. */
export interface ReadAnswer extends Pick<HttpAnswer, 'status' | 'headers'> {
  readonly bytes: Uint8Array;
}

/** Asks with the limits of sources. Throws `RemoteError`, or `FairwayError` (`cancelled`). */
export const ask = (
  url: URL,
  context: SourceContext,
  { maxBytes, ...more }: HttpOptions & { readonly maxBytes: number },
): Promise<HttpAnswer> =>
  openAnswer(url, {
    ...more,
    limits: { maxBytes, answerMs: context.limits.waitMs, stallMs: context.limits.waitMs, totalMs: context.limits.totalMs },
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });

/** Reads the body to its end. */
export const readAll = async ({ status, headers, body }: HttpAnswer): Promise<ReadAnswer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return { status, headers, bytes: Buffer.concat(chunks) };
};

/** The error of bytes that are not what was promised. */
export const mismatch = (what: string, { expected, found }: { readonly expected: string; readonly found: string }): FairwayError =>
  new FairwayError('tool-untrusted', `${what} does not have the digest that was promised`, {
    hint: `Expected ${expected}, found ${found}. Nothing was kept. A truncated transfer, a proxy that rewrites files, or a version that was published again can be the cause.`,
  });

/** Throws FairwayError (`tool-untrusted`) where the bytes do not have the digest. */
export const requireDigest = (bytes: Uint8Array, expected: string, what: string | URL): Uint8Array => {
  const found = sha256Of(bytes);
  if (found === expected) return bytes;
  throw mismatch(typeof what === 'string' ? what : printable(what), { expected, found });
};
