// What does an action need to speak with the runner?
export * from './event.ts';
export * from './inputs.ts';
export * from './runner.ts';
