// Is clusters/<name>/identity.yaml right?
import { ClusterIdentity, type ConfigProblem, IdentityFacts } from '@fairway/contracts';
import type { ConfigYaml } from './config-yaml.ts';
import { type ConfigReading, isMapping, parseConfig, readConfig } from './parse-config.ts';
import { quote } from './show-value.ts';

const HINT = 'put it under cluster.identity:, the one place of this file';
const OPTIONS = {
  checks: [checkGroups],
  keyHints: Object.fromEntries(['identity', ...Object.keys(IdentityFacts.shape)].map((key) => [key, HINT])),
};

/** Reads the identity facts of a cluster; all problems in file order. */
export function readClusterIdentity(text: string, file: string): ConfigReading<ClusterIdentity> {
  return readConfig(ClusterIdentity, text, file, OPTIONS);
}

/** Reads the identity facts of a cluster. Throws ConfigError with all problems in file order. */
export function parseClusterIdentity(text: string, file: string): ClusterIdentity {
  return parseConfig(ClusterIdentity, text, file, OPTIONS);
}

interface Named {
  readonly role: string;
  readonly group: string;
  readonly path: readonly PropertyKey[];
}

function groupsOf(identity: Readonly<Record<string, unknown>>): Named[] {
  const groups = isMapping(identity.groups) ? identity.groups : {};
  const path = ['cluster', 'identity', 'groups'];
  return Object.entries(groups).flatMap(([role, value]): Named[] => {
    if (typeof value === 'string') return [{ role, group: value, path: [...path, role] }];
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return list.flatMap((group, index) => (typeof group === 'string' ? [{ role, group, path: [...path, role, index] }] : []));
  });
}

/** A group without the prefix is never in a token; one group in two roles makes the narrower role meaningless. */
function checkGroups(file: Readonly<Record<string, unknown>>, yaml: ConfigYaml): ConfigProblem[] {
  const identity = isMapping(file.cluster) && isMapping(file.cluster.identity) ? file.cluster.identity : {};
  const prefix = identity.groupPrefix;
  const first = new Map<string, Named>();
  return groupsOf(identity).flatMap((named) => {
    const { role, group, path } = named;
    const at = yaml.at(path);
    if (typeof prefix === 'string' && !group.startsWith(prefix)) {
      const hint = `write ${quote(`${prefix}${group}`)}, or correct groupPrefix`;
      return [{ message: `the group ${quote(group)} does not begin with the prefix ${quote(prefix)}: no token can hold it`, hint, at }];
    }
    const before = first.get(group);
    if (before === undefined) {
      first.set(group, named);
      return [];
    }
    const where = `line ${yaml.at(before.path).line}`;
    return [
      {
        message: `the group ${quote(group)} has the role ${before.role} already, in ${where}, and here ${role}`,
        hint: 'keep one of them',
        at,
      },
    ];
  });
}
