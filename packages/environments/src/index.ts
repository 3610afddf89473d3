// What does this package offer?
export { parseAppConfig, readAppConfig } from './config/app-file.ts';
export { parseClusterProfile, readClusterProfile } from './config/cluster-profile.ts';
export { NO_ENVIRONMENT, parseFairwayConfig, readFairwayConfig } from './config/fairway-config.ts';
export { type ConfigReading, type CrossCheck, type ParseConfigOptions, parseConfig, readConfig } from './config/parse-config.ts';
export { closest, didYouMean } from './config/suggest.ts';
export * from './model.ts';
