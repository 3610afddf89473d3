// What does the input closure offer to the rest of render?
export { closureIdentity } from './closure-identity.ts';
export { type ClosureMemo, createClosureMemo } from './closure-memo.ts';
export { type ClosureOptions, computeClosures } from './compute-closures.ts';
export { isRemoteFile, isRepository } from './remote-path.ts';
