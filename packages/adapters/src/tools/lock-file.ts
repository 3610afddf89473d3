// What does a user's `fairway.tools.lock` say, and how is it written?
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, type ConfigProblem, FairwayError, Platform, type SourceTree, ToolsLock } from '@fairway/contracts';
import type { z } from 'zod';
import type { ToolLocks } from './pins.ts';

/** Name of the lock file at the root of a repository. */
export const TOOLS_LOCK = 'fairway.tools.lock';

const MAX_BYTES = 1024 * 1024;
const HINT = 'The file is written by `fairway tools lock`; restore it from git, or remove it and run that again.';

const positionOf = (text: string, offset: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};

/** Place of a key in JSON text: each part of the path is looked for behind the one before. */
const findPath = (text: string, path: readonly PropertyKey[]): { readonly line: number; readonly column: number } => {
  let offset = 0;
  for (const part of path) {
    const next = text.indexOf(`${JSON.stringify(String(part))}`, offset);
    if (next < 0) break;
    offset = next;
  }
  return positionOf(text, offset);
};

const syntaxProblem = (text: string, file: string, error: unknown): ConfigProblem => {
  const message = error instanceof Error ? error.message : String(error);
  const offset = /position (\d+)/.exec(message)?.[1];
  const at = offset === undefined ? positionOf(text, text.trimEnd().length) : positionOf(text, Number(offset));
  return { message: `not valid JSON: ${message.replace(/ \(line.*$/, '')}`, at: { file, ...at }, hint: HINT };
};

const schemaProblem = (text: string, file: string, issue: z.core.$ZodIssue): ConfigProblem => {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const path = [...issue.path, ...unknown.slice(0, 1)];
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return { message: `${where}${issue.message}`, at: { file, ...findPath(text, path) }, hint: HINT };
};

/** Reads the text of a lock file. Throws `ConfigError` with all its problems; an address in it is an unknown key, and refused. */
export const parseToolsLock = (text: string, file: string = TOOLS_LOCK): ToolsLock => {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new ConfigError([syntaxProblem(text, file, error)]);
  }
  const result = ToolsLock.safeParse(data);
  if (result.success) return result.data;
  const [first, ...rest] = result.error.issues.map((issue) => schemaProblem(text, file, issue));
  throw new ConfigError([first ?? { message: 'not a lock file', at: { file }, hint: HINT }, ...rest]);
};

/** The bytes of a lock file: tools by name, platforms in a fixed order. */
export const formatToolsLock = (lock: ToolsLock): string => {
  const names = Object.keys(lock.tools).sort();
  const tools = names.flatMap((name) => {
    const entry = lock.tools[name];
    if (!entry) return [];
    const sha256 = Platform.options.flatMap((platform) =>
      entry.sha256[platform] === undefined ? [] : [[platform, entry.sha256[platform]]],
    );
    return [[name, { version: entry.version, proof: entry.proof, sha256: Object.fromEntries(sha256) }]];
  });
  return `${JSON.stringify({ version: 1, tools: Object.fromEntries(tools) }, null, 2)}\n`;
};

/** The lock file of a work tree; `undefined` where there is none. Never follows a symlink. Throws `ConfigError`, `FairwayError`. */
export const readToolsLock = async (directory: string): Promise<ToolsLock | undefined> => {
  const path = join(directory, TOOLS_LOCK);
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > MAX_BYTES)
      throw new FairwayError('file-unreadable', `${TOOLS_LOCK} is not a plain file of at most 1 MiB`, { hint: HINT });
    return parseToolsLock(await file.readFile('utf8'));
  } catch (error) {
    if (error instanceof FairwayError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new FairwayError('file-unreadable', `${TOOLS_LOCK} cannot be read, or is a symlink`, { cause: error, hint: HINT });
  }
};

const lockOfTree = async (tree: SourceTree): Promise<ToolsLock | undefined> => {
  const found = (await tree.read([TOOLS_LOCK], { maxBytes: MAX_BYTES })).get(TOOLS_LOCK) ?? { kind: 'absent' };
  if (found.kind === 'absent') return undefined;
  if (found.kind !== 'file')
    throw new FairwayError('file-unreadable', `${TOOLS_LOCK} is not a plain file of at most 1 MiB`, { hint: HINT });
  return parseToolsLock(Buffer.from(found.bytes).toString('utf8'));
};

/** The lock files of both sides of a change; a broken one on the base side counts as none, so that a change can mend it. */
export const toolLocksOf = async (head: SourceTree, base: SourceTree | undefined): Promise<ToolLocks> => {
  const own = await lockOfTree(head);
  const locks: ToolLocks = own === undefined ? {} : { head: own };
  if (base === undefined) return locks;
  const theirs = await lockOfTree(base).catch((error: unknown) => {
    if (error instanceof ConfigError) return undefined;
    throw error;
  });
  return { ...locks, base: theirs ?? null };
};
