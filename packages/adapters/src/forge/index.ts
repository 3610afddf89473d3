// What do we ask of the forge?
export * from './artifact.ts';
export * from './event-file.ts';
export * from './github-comments.ts';
