// What is published of the external programs?
export type { Road, ToolContext, ToolProgress } from './context.ts';
export { type CacheSize, cacheSizes, examineHost, type HostProgram, type HostState } from './examine-host.ts';
export { examineTools, type ToolState } from './examine-tools.ts';
export { formatToolsLock, parseToolsLock, readToolsLock, TOOLS_LOCK, toolLocksOf } from './lock-file.ts';
export { type LockRequest, lockTools, parseLockRequest } from './lock-tools.ts';
export { currentPlatform, everydayTools, type GoModule, shippedCatalogue, type ToolCatalogue, toolSpec } from './manifest.ts';
export { cacheDirectory, type Environment } from './paths.ts';
export { judgingPinFor, pinFor, type ToolLocks, type ToolPin } from './pins.ts';
export { type Located, locateTool, type PassedOver, resolveTool } from './resolve-tool.ts';
export { isSupported, parseVersion } from './version.ts';
