// Is a program of the cache whole, and is it still the one that was installed?
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResolvedTool, ToolSpec } from '@fairway/contracts';
import { z } from 'zod';
import { type InspectOptions, inspectProgram } from './inspect-program.ts';
import { replaceFile } from './replace-file.ts';

const Stamp = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  program: z.string(),
  programVersion: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  origin: z.enum(['download', 'build']),
});
type Stamp = z.infer<typeof Stamp>;

/** Where one version of a program is kept: `<directory>/<name>/<version>-<first 16 digits of what it was made from>`. */
export interface CacheSlot {
  readonly spec: ToolSpec;
  readonly version: string;
  /** SHA-256 (hex) of the archive, or of everything that the build is made from. */
  readonly key: string;
  readonly origin: 'download' | 'build';
}

const STAMP = 'installed.json';

export const slotDirectory = (directory: string, slot: CacheSlot): string =>
  join(directory, slot.spec.name, `${slot.version}-${slot.key.slice(0, 16)}`);

const programName = (spec: ToolSpec): string => spec.programs[0] ?? spec.name;

const readStamp = async (place: string): Promise<Stamp | undefined> => {
  try {
    return Stamp.parse(JSON.parse(await readFile(join(place, STAMP), 'utf8')));
  } catch {
    return undefined;
  }
};

/** The program of a slot; `undefined` where it is not there, half installed (no stamp), or no longer the one that was installed. */
export const readInstalled = async (slot: CacheSlot, options: InspectOptions): Promise<ResolvedTool | undefined> => {
  const place = slotDirectory(options.directory, slot);
  const stamp = await readStamp(place);
  if (!stamp || stamp.name !== slot.spec.name || stamp.origin !== slot.origin) return undefined;
  const path = join(place, programName(slot.spec));
  try {
    const { sha256, version } = await inspectProgram(path, slot.spec, options);
    if (sha256 !== stamp.sha256) return undefined;
    return { name: slot.spec.name, version, sha256, path, origin: slot.origin };
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return undefined;
  }
};

/**
 * Puts a finished program into its slot: stamp last, then the whole directory in one rename. `staging` holds the program under its name.
 * What stood in the slot, half or damaged, is moved away first.
 */
export const putInstalled = async (slot: CacheSlot, staging: string, options: InspectOptions): Promise<ResolvedTool> => {
  const program = programName(slot.spec);
  const { sha256, version } = await inspectProgram(join(staging, program), slot.spec, { ...options, anew: true });
  const stamp: Stamp = { version: 1, name: slot.spec.name, program, programVersion: version, sha256, origin: slot.origin };
  await replaceFile(join(staging, STAMP), `${JSON.stringify(stamp, null, 2)}\n`);
  const place = slotDirectory(options.directory, slot);
  await mkdir(join(options.directory, slot.spec.name), { recursive: true, mode: 0o700 });
  const old = `${staging}-old-${randomBytes(4).toString('hex')}`;
  await rename(place, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(staging, place);
  await rm(old, { recursive: true, force: true });
  return { name: slot.spec.name, version, sha256, path: join(place, program), origin: slot.origin };
};
