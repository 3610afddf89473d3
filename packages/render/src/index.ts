// What does this package offer?
export * from './model.ts';
export { type OutputOptions, outputFiles } from './output-files.ts';
export { renderRepository } from './render-repository.ts';
export { renderFindingIds } from './verdict/rules.ts';
