// What may a test borrow?

export * from './control-plane/argo.ts';
export type { ArgoCache, ArgoManifest } from './control-plane/argo-cache.ts';
export { type ArgoSettings, argoCluster, argoRepository, openProject } from './control-plane/argo-objects.ts';
export * from './control-plane/flux.ts';
export * from './control-plane/plane.ts';
export { freeLoopbackPort, waitUntil } from './control-plane/processes.ts';
export * from './fake-renderer.ts';
export { FLUX_SOURCE, fluxKustomization } from './flux-objects.ts';
export * from './hostile-report.ts';
export * from './local-github.ts';
export * from './memory-cache.ts';
export * from './memory-scratch.ts';
export * from './memory-tree.ts';
export * from './real-renderer.ts';
export * from './run-bundle.ts';
export * from './sample-change.ts';
export { manyReconcilers, reconcilerReport } from './sample-reconcilers.ts';
export * from './sample-report.ts';
export * from './temporary-repository.ts';
export * from './trace-program.ts';
