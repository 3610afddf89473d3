// What is published of the external programs?
export type { Road, ToolContext, ToolProgress } from './context.ts';
export * from './manifest.ts';
export * from './paths.ts';
export * from './pins.ts';
export { type Located, locateTool, type PassedOver, resolveTool } from './resolve-tool.ts';
export { isSupported, parseVersion } from './version.ts';
