// What does fairway.yaml of this tree say?
import type { ConfigProblem, FairwayConfig } from '@fairway/contracts';
import type { ConfigYaml } from '../config/config-yaml.ts';
import { readFairwayConfig } from '../config/fairway-config.ts';
import type { TreeFacts } from './tree-facts.ts';

/** Name of the configuration file, at the root of the repository. */
export const CONFIG_FILE = 'fairway.yaml';
const MISNAMED = ['fairway.yml', '.fairway.yaml', '.fairway.yml', 'Fairway.yaml'];

export interface TreeConfig {
  readonly config: FairwayConfig | undefined;
  readonly yaml: ConfigYaml | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** Reads the configuration; without the file there is none, and that is no problem. */
export function readTreeConfig({ files, unread }: TreeFacts, paths: ReadonlyMap<string, unknown>): TreeConfig {
  const none = (problems: readonly ConfigProblem[]): TreeConfig => ({ config: undefined, yaml: undefined, problems });
  const reason = unread.get(CONFIG_FILE);
  if (reason !== undefined)
    return none([
      { message: `${CONFIG_FILE} is ${reason}`, hint: 'it must be a plain file of this repository', at: { file: CONFIG_FILE } },
    ]);
  const text = files.get(CONFIG_FILE)?.text;
  if (text === undefined) {
    return none(
      MISNAMED.filter((name) => paths.has(name)).map((file) => ({
        message: `${file} is not read`,
        hint: `rename it to ${CONFIG_FILE}`,
        at: { file },
      })),
    );
  }
  const reading = readFairwayConfig(text, CONFIG_FILE);
  return { config: reading.ok ? reading.value : undefined, yaml: reading.yaml, problems: reading.ok ? [] : reading.problems };
}
