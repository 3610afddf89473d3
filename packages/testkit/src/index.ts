// What may a test borrow?

export * from './local-github.ts';
export * from './memory-tree.ts';
export * from './run-bundle.ts';
export * from './temporary-repository.ts';
