// Which checksums does upstream publish for the pinned programs, and with which proof?
import {
  InputError,
  type LockedTool,
  Platform,
  RemoteError,
  type ToolProof,
  type ToolRelease,
  type ToolSpec,
  type ToolsLock,
} from '@fairway/contracts';
import { mirrorAddress, mirrored } from './addresses.ts';
import { checksumOf } from './checksum-file.ts';
import type { ToolContext } from './context.ts';
import { fetchSmall } from './fetch-file.ts';
import { fillPattern, shippedCatalogue, toolSpec } from './manifest.ts';
import { verifySignature } from './verify-signature.ts';
import { isSupported } from './version.ts';

/** What to lock: a tool, and a version where it shall not be the pinned one. */
export interface LockRequest {
  readonly name: string;
  readonly version?: string;
}

/** Reads `helm4` or `helm4@4.2.0`. */
export const parseLockRequest = (text: string): LockRequest => {
  const at = text.indexOf('@');
  return at < 0 ? { name: text } : { name: text.slice(0, at), version: text.slice(at + 1).replace(/^v/, '') };
};

interface LockTask {
  readonly spec: ToolSpec;
  readonly release: ToolRelease;
  readonly version: string;
  readonly context: ToolContext;
}

interface PlatformEntry {
  readonly platform: Platform;
  readonly sha256: string;
  readonly proof: ToolProof;
}

const note = (task: LockTask, message: string): void => task.context.onProgress?.({ tool: task.spec.name, step: 'note', message });

const fetchPattern = (task: LockTask, pattern: string, platform: Platform): Promise<Uint8Array> =>
  fetchSmall(mirrored(fillPattern(pattern, task.version, platform), mirrorAddress(task.context.mirror, task.context.environment)), {
    ...(task.context.http === undefined ? {} : { limits: task.context.http }),
    ...(task.context.signal === undefined ? {} : { signal: task.context.signal }),
  });

const isAbsent = (error: unknown): boolean => error instanceof RemoteError && error.status === 404;

/** A signature that is not published is no proof; one that is wrong ends everything. */
const proofOf = async (task: LockTask, platform: Platform, content: Uint8Array): Promise<ToolProof> => {
  const { signature } = task.release;
  if (!signature) return 'checksum-file';
  try {
    const proof = await fetchPattern(task, signature.url, platform);
    const keys = signature.kind === 'pgp' ? await fetchPattern(task, signature.keys, platform) : new Uint8Array();
    const judged = await verifySignature({ signature, content, proof, keys }, task.context);
    if (judged.verdict === 'good') return 'signature';
    note(task, `${task.spec.name} for ${platform}: the signature was not verified, ${judged.reason}`);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    note(task, `${task.spec.name} for ${platform}: there is no signature`);
  }
  return 'checksum-file';
};

const lockPlatform = async (task: LockTask, platform: Platform): Promise<PlatformEntry | undefined> => {
  const asset = decodeURIComponent(new URL(fillPattern(task.release.url, task.version, platform)).pathname.split('/').at(-1) ?? '');
  try {
    const content = await fetchPattern(task, task.release.checksums.url, platform);
    const sha256 = checksumOf(Buffer.from(content).toString('utf8'), asset, task.release.checksums.format);
    return { platform, sha256, proof: await proofOf(task, platform, content) };
  } catch (error) {
    if (!isAbsent(error)) throw error;
    note(task, `${task.spec.name} ${task.version} is not published for ${platform}`);
    return undefined;
  }
};

/** The weakest proof of any platform is the proof of the whole entry. */
const lockOne = async (task: LockTask): Promise<LockedTool> => {
  const entries: PlatformEntry[] = [];
  for (const platform of Platform.options) {
    const entry = await lockPlatform(task, platform);
    if (entry) entries.push(entry);
  }
  if (entries.length === 0) {
    throw new RemoteError(`${task.spec.name} ${task.version} has no checksum file`, {
      operation: `lock of ${task.spec.name}`,
      status: 404,
      hint: 'Does this version exist? A mirror must hold the checksum files too.',
    });
  }
  return {
    version: task.version,
    sha256: Object.fromEntries(entries.map(({ platform, sha256 }) => [platform, sha256])),
    proof: entries.every(({ proof }) => proof === 'signature') ? 'signature' : 'checksum-file',
  };
};

const lockTask = (request: LockRequest, context: ToolContext): LockTask => {
  const spec = toolSpec(request.name, context.catalogue);
  const version = request.version ?? spec.version;
  if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version) || !isSupported(version, spec.supported)) {
    throw new InputError('input-invalid', `${spec.name} ${version} cannot be locked: the supported range is ${spec.supported}`, {
      hint: `Write ${spec.name}@${spec.version}, a full version inside the range.`,
    });
  }
  if (!spec.release) throw new InputError('input-invalid', `${spec.name} has no release to download`, { hint: 'It is built with Go.' });
  return { spec, release: spec.release, version, context };
};

/**
 * Makes lock entries for the given tools (none: all that have releases) from upstream's checksum files; entries of other tools stay.
 * Throws `RemoteError` where upstream cannot be read, `ToolError` (`tool-untrusted`) for a wrong signature.
 */
export const lockTools = async (
  requests: readonly LockRequest[],
  current: ToolsLock | undefined,
  context: ToolContext,
): Promise<ToolsLock> => {
  const catalogue = context.catalogue ?? shippedCatalogue();
  const all = catalogue.tools.filter((tool) => tool.release).map((tool): LockRequest => ({ name: tool.name }));
  const tasks = (requests.length === 0 ? all : requests).map((request) => lockTask(request, context));
  const entries: [string, LockedTool][] = [];
  for (const task of tasks) entries.push([task.spec.name, await lockOne(task)]);
  return { version: 1, tools: { ...current?.tools, ...Object.fromEntries(entries) } };
};
