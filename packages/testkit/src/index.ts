// What may a test borrow?

export * from './local-github.ts';
export * from './memory-tree.ts';
export * from './run-bundle.ts';
export * from './temporary-repository.ts';
export * from './sample-change.ts';
export * from './sample-report.ts';
export * from './real-renderer.ts';
