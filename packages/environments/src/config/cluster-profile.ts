// Is clusters/<name>/profile.yaml right?
import { ClusterProfile, type ConfigProblem } from '@fairway/contracts';
import { repeatedIn } from './cluster-entries.ts';
import type { ConfigYaml } from './config-yaml.ts';
import { type ConfigReading, isMapping, parseConfig, readConfig } from './parse-config.ts';

const KEYS = [
  'name',
  'reconciler',
  'kubernetes',
  'apiVersions',
  'region',
  'zones',
  'privateEndpoint',
  'upgradeWindow',
  'pools',
  'cni',
  'storage',
  'loadBalancer',
  'waf',
  'monitor',
];
const OPTIONS = {
  checks: [checkZones],
  keyHints: Object.fromEntries(KEYS.map((key) => [key, 'put it under cluster:, the one top-level key of this file'])),
};

/** Reads a cluster profile; all problems in file order. */
export function readClusterProfile(text: string, file: string): ConfigReading<ClusterProfile> {
  return readConfig(ClusterProfile, text, file, OPTIONS);
}

/** Reads a cluster profile. Throws ConfigError with all problems in file order. */
export function parseClusterProfile(text: string, file: string): ClusterProfile {
  return parseConfig(ClusterProfile, text, file, OPTIONS);
}

function checkZones(profile: Readonly<Record<string, unknown>>, yaml: ConfigYaml): ConfigProblem[] {
  const zones = isMapping(profile.cluster) ? profile.cluster.zones : undefined;
  return repeatedIn(zones, { path: ['cluster', 'zones'], word: 'zone', yaml });
}
