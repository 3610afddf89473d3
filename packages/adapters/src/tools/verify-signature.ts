// Did upstream sign this checksum file?
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ToolError, type ToolSignature } from '@fairway/contracts';
import { runProgram } from '../programs/run-program.ts';
import type { Environment } from './paths.ts';
import { findOnPath } from './search-path.ts';

export type SignatureVerdict =
  | { readonly verdict: 'good' }
  /** The signature could not be judged; the reason is for people. */
  | { readonly verdict: 'unknown'; readonly reason: string };

/** What a signature is judged by. */
export interface SignedFile {
  readonly signature: ToolSignature;
  readonly content: Uint8Array;
  /** The detached signature, or the bundle. */
  readonly proof: Uint8Array;
  /** Public keys; empty for cosign. */
  readonly keys: Uint8Array;
}

export interface VerifyOptions {
  readonly environment: Environment;
  readonly workTree?: string;
  readonly signal?: AbortSignal;
}

const bad = (program: string, reason: string): ToolError =>
  new ToolError('tool-untrusted', `the signature of upstream's checksum file is wrong: ${reason}`, {
    command: [program],
    hint: 'Nothing was recorded. This is how a replaced release looks; compare with the release page of the program.',
  });

/**
 * Judges what `gpg --status-fd` printed (its doc/DETAILS): VALIDSIG ends with the fingerprint of the primary key, BADSIG means that the
 * bytes are not what was signed. A good signature by a key that is not pinned proves nothing, because the keys come from the network too.
 */
export const judgeGpgStatus = (
  status: string,
  fingerprints: readonly string[],
): SignatureVerdict | { readonly verdict: 'bad'; readonly reason: string } => {
  const lines = status.split('\n').map((line) =>
    line
      .replace(/^\[GNUPG:\] /, '')
      .trim()
      .split(' '),
  );
  const find = (word: string): readonly string[] | undefined => lines.find(([first]) => first === word);
  if (find('BADSIG')) return { verdict: 'bad', reason: 'it was made over other bytes' };
  if (find('REVKEYSIG')) return { verdict: 'bad', reason: 'its key was revoked' };
  if (find('NODATA') || lines.filter(([first]) => first === 'NEWSIG').length !== 1)
    return { verdict: 'bad', reason: 'it is not one signature' };
  const primary = find('VALIDSIG')?.at(-1);
  if (primary === undefined) return { verdict: 'unknown', reason: 'it was made with a key that upstream does not publish' };
  if (!find('GOODSIG')) return { verdict: 'unknown', reason: `its key ${primary} has expired` };
  if (fingerprints.includes(primary)) return { verdict: 'good' };
  return { verdict: 'unknown', reason: `its key ${primary} is not one that this release of fairway knows` };
};

interface Prepared extends SignedFile {
  readonly program: string;
  readonly directory: string;
  readonly options: VerifyOptions;
}

const run = (prepared: Prepared, args: readonly string[], exitCodes: readonly number[]) =>
  runProgram(prepared.program, args, {
    cwd: prepared.directory,
    environment: { PATH: prepared.options.environment['PATH'] ?? '', HOME: prepared.directory, GNUPGHOME: prepared.directory, LC_ALL: 'C' },
    timeoutMs: 60_000,
    maxOutputBytes: 1024 * 1024,
    roots: [prepared.directory],
    exitCodes,
    ...(prepared.options.signal === undefined ? {} : { signal: prepared.options.signal }),
  });

const verifyPgp = async (prepared: Prepared, fingerprints: readonly string[]): Promise<SignatureVerdict> => {
  await writeFile(join(prepared.directory, 'keys'), prepared.keys);
  const batch = ['--batch', '--no-tty', '--no-autostart', '--no-auto-key-retrieve'];
  await run(prepared, [...batch, '--import', 'keys'], [0, 2]);
  const status = await run(prepared, [...batch, '--status-fd', '1', '--verify', 'proof', 'content'], [0, 1, 2]);
  const judged = judgeGpgStatus(status.stdout, fingerprints);
  if (judged.verdict === 'bad') throw bad('gpg', judged.reason);
  return judged;
};

const verifyCosign = async (prepared: Prepared, identity: string, issuer: string): Promise<SignatureVerdict> => {
  const args = [
    'verify-blob',
    '--bundle',
    'proof',
    '--certificate-identity-regexp',
    identity,
    '--certificate-oidc-issuer',
    issuer,
    'content',
  ];
  try {
    await run(prepared, args, [0]);
    return { verdict: 'good' };
  } catch (error) {
    if (error instanceof ToolError && error.code === 'tool-failed') throw bad('cosign', error.message);
    throw error;
  }
};

/**
 * Verifies with gpg or cosign, where it is there. Throws `ToolError` (`tool-untrusted`) for a signature that is wrong; one that cannot be
 * judged is `unknown`, and counts as no signature.
 */
export const verifySignature = async (file: SignedFile, options: VerifyOptions): Promise<SignatureVerdict> => {
  const { signature } = file;
  const name = signature.kind === 'pgp' ? 'gpg' : 'cosign';
  const program = await findOnPath(name, options.environment['PATH'], options.workTree);
  if (program === undefined) return { verdict: 'unknown', reason: `${name} is not there to verify it` };
  const directory = await mkdtemp(join(tmpdir(), 'fairway-verify-'));
  try {
    await writeFile(join(directory, 'content'), file.content);
    await writeFile(join(directory, 'proof'), file.proof);
    const prepared: Prepared = { ...file, program, directory, options };
    if (signature.kind === 'pgp') return await verifyPgp(prepared, signature.fingerprints);
    return await verifyCosign(prepared, signature.identity, signature.issuer);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};
