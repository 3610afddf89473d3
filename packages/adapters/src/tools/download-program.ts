// How does a released program come here without trusting the server it comes from?
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError, type ToolRelease } from '@fairway/contracts';
import { mirrorAddress, mirrored, printable } from './addresses.ts';
import type { ToolTask } from './context.ts';
import { fetchToFile } from './fetch-file.ts';
import { fillPattern } from './manifest.ts';
import { unpackProgram } from './unpack.ts';

const mismatch = (address: string, found: string, task: ToolTask): ToolError =>
  new ToolError('tool-untrusted', `${address} does not have the SHA-256 that is pinned for ${task.spec.name} ${task.pin.version}`, {
    command: ['download', task.spec.name],
    hint: `Expected ${task.pin.sha256[task.platform]} (from the ${task.pin.source}), found ${found}. Nothing was kept. A truncated transfer, a mirror that rewrites files, or a replaced release can be the cause.`,
  });

/**
 * Downloads, verifies and only then unpacks a program; it ends as `<staging>/<program>`. Throws `RemoteError` where the server does not
 * give it, `ToolError` (`tool-untrusted`) where it gives something else.
 */
export const downloadProgram = async (task: ToolTask, release: ToolRelease, staging: string): Promise<void> => {
  const { spec, pin, platform, context } = task;
  const url = mirrored(fillPattern(release.url, pin.version, platform), mirrorAddress(context.mirror, context.environment));
  const work = join(staging, 'download');
  await mkdir(work, { recursive: true, mode: 0o700 });
  const archive = join(work, 'archive');
  task.note('download', `downloading ${spec.name} ${pin.version} from ${printable(url)}`);
  const found = await fetchToFile(url, archive, {
    onBytes: (done, total) => task.note('download', spec.name, total === undefined ? { done } : { done, total }),
    ...(context.http === undefined ? {} : { limits: context.http }),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  if (found !== pin.sha256[platform]) throw mismatch(printable(url), found, task);
  const program = spec.programs[0] ?? spec.name;
  const member = fillPattern(release.member ?? program, pin.version, platform);
  const target = join(work, program);
  await unpackProgram({ archive, kind: release.archive, member, target });
  await rename(target, join(staging, program));
  await rm(work, { recursive: true, force: true });
};
