// Is fairway.yaml right?
import { type ConfigProblem, FairwayConfig } from '@fairway/contracts';
import type { ConfigYaml } from './config-yaml.ts';
import { type ConfigReading, isMapping, parseConfig, readConfig } from './parse-config.ts';
import { checkPromoteChain } from './promote-chain.ts';
import { quote } from './show-value.ts';

/** Name of the environment of apps without one; no environment of a file may be called so. */
export const NO_ENVIRONMENT = 'none';

const OPTIONS = { checks: [checkPromoteChain, checkNames, checkPatterns] };

/** Reads fairway.yaml; all problems in file order, places for later checks. */
export function readFairwayConfig(text: string, file: string): ConfigReading<FairwayConfig> {
  return readConfig(FairwayConfig, text, file, OPTIONS);
}

/** Reads fairway.yaml. Throws ConfigError with all problems in file order. */
export function parseFairwayConfig(text: string, file = 'fairway.yaml'): FairwayConfig {
  return parseConfig(FairwayConfig, text, file, OPTIONS);
}

/** Names become directories: they must differ on disks that ignore case, and `none` is taken. */
function checkNames(config: Readonly<Record<string, unknown>>, yaml: ConfigYaml): ConfigProblem[] {
  const names = Object.keys(isMapping(config.environments) ? config.environments : {});
  return names.flatMap((name, index) => {
    const at = yaml.keyAt(['environments', name]);
    if (name === NO_ENVIRONMENT)
      return [{ message: `${quote(name)} stands for apps without an environment`, hint: 'choose another name', at }];
    const twin = names.slice(0, index).find((other) => other.toLowerCase() === name.toLowerCase());
    if (twin === undefined) return [];
    return [
      {
        message: `${quote(name)} and ${quote(twin)} differ only in case`,
        hint: 'some disks take them for the same directory: rename one',
        at,
      },
    ];
  });
}

function checkPatterns(config: Readonly<Record<string, unknown>>, yaml: ConfigYaml): ConfigProblem[] {
  const apps: readonly unknown[] = Array.isArray(config.apps) ? config.apps : [];
  const paths = apps.map((app) => (isMapping(app) ? app.path : undefined));
  return paths.flatMap((path, index) => {
    if (typeof path !== 'string' || paths.indexOf(path) === index) return [];
    return [{ message: `the pattern ${quote(path)} is there twice`, hint: 'keep one of them', at: yaml.at(['apps', index, 'path']) }];
  });
}
