// What does this package offer?

export { destinationOf, expandApplication } from './argo/application.ts';
export { expandApplicationSet } from './argo/application-set.ts';
export { findProject, projectFindings, projectWildcards } from './argo/project.ts';
export { projectResourceFindings } from './argo/project-resources.ts';
export { placeholders } from './flux/flux-object-placeholders.ts';
export { expandHelmRelease } from './flux/helm-release.ts';
export { expandKustomization } from './flux/kustomization.ts';
export { substituteObjects } from './flux/substitute.ts';
export { generateReconcilers } from './generate/generate-reconcilers.ts';
export type { Generated, GenerateInput } from './generate/model.ts';
export { APP_ANNOTATION, GENERATED_LABEL, GENERATED_VALUE } from './generate/settings.ts';
export { GENERATED_HEADER, isGenerated } from './generate/text.ts';
export type * from './model.ts';
export { compareWithRelease, type ProgramVersions, type ReleaseComparison } from './releases/compare-programs.ts';
export { type FoundRelease, type NamedRelease, newestRelease, releaseOf, renderDefaults } from './releases/release-of.ts';
export { RELEASES, type ReleaseRow } from './releases/release-rows.ts';
