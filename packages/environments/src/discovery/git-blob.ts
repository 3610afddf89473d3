// Does a git object id stand for these bytes?
import { createHash } from 'node:crypto';

/**
 * True where git would give the bytes this id: SHA-1, or SHA-256 in a repository of that format, over `blob <length>\0` and the bytes
 * (gitformat-pack, Object storage format). A file may change after its tree was listed; then nothing may be remembered under the id.
 */
export function isBlobOf(id: string, bytes: Uint8Array): boolean {
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id;
}
