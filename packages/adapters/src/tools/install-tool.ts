// By which road does a missing program come into the cache?
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FairwayError, RemoteError, type ResolvedTool, ToolError } from '@fairway/contracts';
import { buildProgram } from './build-program.ts';
import { inspectOptions, type Road, type ToolTask } from './context.ts';
import { downloadProgram } from './download-program.ts';
import { probeVersion } from './inspect-program.ts';
import { withLock } from './install-lock.ts';
import { type CacheSlot, putInstalled } from './installed.ts';
import { findOnPath } from './search-path.ts';
import { buildSlot, downloadSlot, findInstalled } from './slots.ts';

const wants = (task: ToolTask, road: Road): boolean => (task.context.roads ?? ['download', 'build']).includes(road);

const requirePinned = async (task: ToolTask, staging: string): Promise<void> => {
  const path = join(staging, task.spec.programs[0] ?? task.spec.name);
  const version = await probeVersion(path, task.spec, inspectOptions(task));
  if (version === task.pin.version) return;
  throw new ToolError('tool-version', `what was installed says it is ${task.spec.name} ${version}, not the pinned ${task.pin.version}`, {
    command: [task.spec.programs[0] ?? task.spec.name, ...task.spec.versionArgs],
    hint: 'Nothing was kept. Check the version in fairway.tools.lock.',
  });
};

/** Fills a slot by way of a staging directory, which is gone afterwards whatever happens. */
const fill = async (task: ToolTask, slot: CacheSlot, produce: (staging: string) => Promise<void>): Promise<ResolvedTool> => {
  const staging = join(task.directory, '.staging', `${stagingPrefix(task)}${randomBytes(8).toString('hex')}`);
  try {
    await mkdir(staging, { recursive: true, mode: 0o700 });
    await produce(staging);
    await requirePinned(task, staging);
    return await putInstalled(slot, staging, inspectOptions(task));
  } catch (error) {
    if (error instanceof FairwayError) throw error;
    const hint = 'Is the disk full, or the cache read-only? FAIRWAY_CACHE_DIR names another place.';
    throw new FairwayError('disk-failed', `${task.spec.name} could not be written into the cache`, { cause: error, hint });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
};

const stagingPrefix = (task: ToolTask): string => `${task.spec.name}-${task.pin.version}-`;

/** What an installation that was killed left behind. Only called by the owner of the lock. */
const sweep = async (task: ToolTask): Promise<void> => {
  const place = join(task.directory, '.staging');
  const names = await readdir(place).catch((): string[] => []);
  const left = names.filter((name) => name.startsWith(stagingPrefix(task)));
  await Promise.all(left.map((name) => rm(join(place, name), { recursive: true, force: true })));
};

const unavailable = (task: ToolTask, download: string, build: string): ToolError => {
  const { spec, pin } = task;
  return new ToolError('tool-missing', `${spec.name} ${pin.version} is not installed: ${download}; ${build}`, {
    command: [spec.programs[0] ?? spec.name],
    hint: `Either run \`fairway tools lock\` online, which records the checksum that a download needs, or install Go and run \`fairway tools install\`, or give a program with --${spec.flag} PATH or ${spec.environmentVariable}.`,
  });
};

const buildReason = (task: ToolTask, go: string | undefined): string => {
  if (!wants(task, 'build')) return 'building was not asked for';
  if (!task.spec.go) return 'it cannot be built';
  if (!buildSlot(task)) return `only ${task.spec.version} can be built`;
  return go === undefined ? 'Go is not there to build it' : 'it could be built';
};

const installLocked = async (task: ToolTask): Promise<ResolvedTool> => {
  const { spec } = task;
  const [byDownload, byBuild] = [downloadSlot(task), buildSlot(task)];
  const go = byBuild && wants(task, 'build') ? await findOnPath('go', task.context.environment['PATH'], task.context.workTree) : undefined;
  let failure: RemoteError | undefined;
  if (byDownload && spec.release && wants(task, 'download')) {
    const { release } = spec;
    try {
      return await fill(task, byDownload, (staging) => downloadProgram(task, release, staging));
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      failure = error;
    }
  }
  if (byBuild && spec.go && go !== undefined) {
    const build = spec.go;
    if (failure) task.note('note', `${failure.message}; building it instead`);
    return fill(task, byBuild, (staging) => buildProgram(task, build, { staging, go }));
  }
  if (failure) throw unavailable(task, failure.message, buildReason(task, go));
  const noDownload = wants(task, 'download')
    ? `no checksum of its download for ${task.platform} is known, so it is not downloaded`
    : 'downloading was not asked for';
  throw unavailable(task, noDownload, buildReason(task, go));
};

/**
 * Installs a program unless it is there by then: one process installs, others wait. Download first, where a checksum is known; a server
 * that does not answer leads to the build road, a server that gives something else ends it.
 */
export const installTool = (task: ToolTask): Promise<ResolvedTool> => {
  const { context } = task;
  const lock = join(task.directory, '.locks', `${task.spec.name}-${task.pin.version}`);
  const options = {
    onWait: () => task.note('wait', `another process is installing ${task.spec.name} ${task.pin.version}`),
    ...(context.lockTimes === undefined ? {} : { times: context.lockTimes }),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  };
  return withLock(lock, options, async () => {
    const found = await findInstalled(task);
    if (found) return found;
    await sweep(task);
    return installLocked(task);
  });
};
