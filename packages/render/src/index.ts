// What does this package offer?
export * from './model.ts';
export { type OutputOptions, outputFiles } from './output-files.ts';
export type { NeededSource } from './reconcile/mounts.ts';
export { renderRepository } from './render-repository.ts';
export {
  inParallel,
  type LockOutcome,
  type LockRow,
  type LockState,
  lockSources,
  type SourceNeed,
  sourceName,
} from './sources/lock-sources.ts';
export { type NeededSourcesOptions, neededSources } from './sources/needed-sources.ts';
export { renderFindingIds } from './verdict/rules.ts';
