// Where in the cache can this version of a program stand?
import type { ResolvedTool } from '@fairway/contracts';
import { sha256OfTexts } from './checksum.ts';
import { inspectOptions, type ToolTask } from './context.ts';
import { type CacheSlot, readInstalled } from './installed.ts';

/** Slot of the download; `undefined` where no checksum is known for this platform, or upstream publishes none. */
export const downloadSlot = (task: ToolTask): CacheSlot | undefined => {
  const key = task.pin.sha256[task.platform];
  return key !== undefined && task.spec.release ? { spec: task.spec, version: task.pin.version, key, origin: 'download' } : undefined;
};

/** Slot of the build, named after all that goes into it; `undefined` where only another version than the pinned one could be built. */
export const buildSlot = (task: ToolTask): CacheSlot | undefined => {
  const go = task.spec.go;
  const module = go && task.catalogue.modules[go.directory];
  if (!go || !module || task.pin.version !== task.spec.version) return undefined;
  const environment = Object.entries(go.environment ?? {}).flat();
  const key = sha256OfTexts([module.sum, module.mod, go.package, ...(go.ldflags ?? []), '', ...environment, task.platform]);
  return { spec: task.spec, version: task.pin.version, key, origin: 'build' };
};

/** The program if it is installed and whole, in whichever slot. */
export const findInstalled = async (task: ToolTask): Promise<ResolvedTool | undefined> => {
  for (const slot of [downloadSlot(task), buildSlot(task)]) {
    const found = slot && (await readInstalled(slot, inspectOptions(task)));
    if (found?.version === task.pin.version) return found;
  }
  return undefined;
};
