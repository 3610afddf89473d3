// Is clusters/<name>/profile.yaml right?
import { ClusterProfile } from '@fairway/contracts';
import { type ConfigReading, parseConfig, readConfig } from './parse-config.ts';

const OPTIONS = {
  keyHints: Object.fromEntries(
    ['name', 'reconciler', 'kubernetes', 'apiVersions'].map((key) => [key, 'put it under cluster:, the one top-level key of this file']),
  ),
};

/** Reads a cluster profile; all problems in file order. */
export function readClusterProfile(text: string, file: string): ConfigReading<ClusterProfile> {
  return readConfig(ClusterProfile, text, file, OPTIONS);
}

/** Reads a cluster profile. Throws ConfigError with all problems in file order. */
export function parseClusterProfile(text: string, file: string): ClusterProfile {
  return parseConfig(ClusterProfile, text, file, OPTIONS);
}
