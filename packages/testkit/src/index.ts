// What may a test borrow?

export * from './local-github.ts';
export * from './memory-tree.ts';
export * from './temporary-repository.ts';
