// What is the SHA-256 of a file, whatever its size?
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { FairwayError } from '@fairway/contracts';

/** SHA-256 (hex) of a file, streamed. Throws `FairwayError` (`disk-failed`). */
export const sha256OfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  } catch (cause) {
    throw new FairwayError('disk-failed', `${path} cannot be read`, { cause });
  }
  return hash.digest('hex');
};

/** SHA-256 (hex) of texts; each is preceded by its length, so that no two lists collide. */
export const sha256OfTexts = (texts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:`).update(text);
  return hash.digest('hex');
};
