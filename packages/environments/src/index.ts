// What does this package offer?
export { parseAppConfig, readAppConfig } from './config/app-file.ts';
export { parseClusterIdentity, readClusterIdentity } from './config/cluster-identity.ts';
export { parseClusterNetwork, readClusterNetwork } from './config/cluster-network.ts';
export { clusterNetworksOf, type FoundNetwork, type FoundNetworks } from './config/cluster-networks.ts';
export { parseClusterProfile, readClusterProfile } from './config/cluster-profile.ts';
export { NO_ENVIRONMENT, parseFairwayConfig, readFairwayConfig } from './config/fairway-config.ts';
export { type ConfigReading, type CrossCheck, type ParseConfigOptions, parseConfig, readConfig } from './config/parse-config.ts';
export {
  compareSources,
  formatSourceLock,
  lockedSource,
  parseSourceLock,
  readSourceLock,
  requestOf,
  SOURCE_LOCK_FILE,
  sourceKey,
  sourceLockOf,
} from './config/source-lock.ts';
export { closest, didYouMean } from './config/suggest.ts';
export { uniqueNames } from './discovery/app-name.ts';
export { directoriesOf } from './discovery/app-pattern.ts';
export { type DiscoverOptions, discover } from './discovery/discover.ts';
export { createDiscoveryMemo, type DiscoveryMemo } from './discovery/discovery-memo.ts';
export { isBlobOf } from './discovery/git-blob.ts';
export { ignoring } from './discovery/ignored.ts';
export { CONFIG_FILE } from './discovery/read-config.ts';
export { makesApps } from './discovery/reconciler-facts.ts';
export { isContentReason } from './discovery/sight-kustomizations.ts';
export { isUnusedReason } from './discovery/sight-manifests.ts';
export { stageOf } from './discovery/stage-of.ts';
export { initText } from './init-text.ts';
export { matchEnvironment } from './match-environment.ts';
export * from './model.ts';
export { canonicalRelease, type ReleaseContent, releaseId } from './release/release-id.ts';
export { type ReadFile, type ReleaseReading, releaseOf } from './release/release-of.ts';
export { setReleaseField } from './release/set-release-field.ts';
export { type RenderDefaults, renderSettings, type SettingsSources } from './render-settings.ts';
