// What may a test borrow?
export * from './memory-tree.ts';
