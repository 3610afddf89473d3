// What does this package offer?
export * from './model.ts';
