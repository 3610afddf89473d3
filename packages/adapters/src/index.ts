// Which effects does the toolkit have on the world outside?
export { type CacheOptions, createCache, type DiskCache } from './disk/cache.ts';
export type { PruneResult } from './disk/cache-prune.ts';
export { createOutput, MARKER_FILE } from './disk/output.ts';
export { createScratch } from './disk/scratch.ts';
export { type FileUpdates, updateFiles } from './disk/update-files.ts';
export { hasCommit, parentsOf } from './git/commit-facts.ts';
export { findRepository, type RepositoryPlace } from './git/find-repository.ts';
export type { GitOptions } from './git/git-command.ts';
export { openCommit } from './git/open-commit.ts';
export type { OpenTree, OpenTreeOptions } from './git/open-tree.ts';
export { openWorkTree } from './git/open-work-tree.ts';
export { type ChangedPath, changedPaths, fetchCommit, isShallow, mergeBase, resolveRevision } from './git/revisions.ts';
export { type ProgramBytes, type ProgramOptions, type ProgramText, runProgram, runProgramBytes } from './programs/run-program.ts';
export * from './render-ports.ts';
export { createRenderers, type RendererOptions } from './renderers/create-renderers.ts';
export * from './sources/index.ts';
export * from './tools/index.ts';
