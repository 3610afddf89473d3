// Is app.yaml right?
import { AppConfig, type ConfigProblem } from '@fairway/contracts';
import { jsonPointer } from '@fairway/manifests';
import type { ConfigYaml } from './config-yaml.ts';
import { type ConfigReading, isMapping, parseConfig, readConfig } from './parse-config.ts';
import { quote } from './show-value.ts';

const KEY_HINTS = {
  path: 'an ApplicationSet git-file generator would overwrite it: name the directory under renderer',
  values: 'an ApplicationSet git-file generator would clash with it: put values into a file and name it under renderer.valueFiles',
  chart: 'put it under renderer: {kind: helm, chart: …}',
  namespace: "did you mean 'namespaces'? It is a list",
};
const OPTIONS = { checks: [checkChart, checkNamespaces, checkRepeats], keyHints: KEY_HINTS };

/** Reads app.yaml; all problems in file order, places for later checks. */
export function readAppConfig(text: string, file: string): ConfigReading<AppConfig> {
  return readConfig(AppConfig, text, file, OPTIONS);
}

/** Reads app.yaml. Throws ConfigError with all problems in file order. */
export function parseAppConfig(text: string, file: string): AppConfig {
  return parseConfig(AppConfig, text, file, OPTIONS);
}

/** A published chart is pinned; a chart of the repository has its version in the path. */
function checkChart(config: Readonly<Record<string, unknown>>, yaml: ConfigYaml): ConfigProblem[] {
  const renderer = isMapping(config.renderer) ? config.renderer : {};
  const chart = renderer.chart;
  if (renderer.kind !== 'helm' || typeof chart !== 'string') return [];
  const at = yaml.at(['renderer', 'chart']);
  const pins = ['version', 'digest'].filter((key) => renderer[key] !== undefined);
  if (chart.startsWith('oci://')) {
    if (pins.length > 0) return [];
    return [{ message: `the chart ${quote(chart)} is not pinned`, hint: 'add version, and digest: sha256:… so that it cannot change', at }];
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(chart)) {
    return [
      {
        message: `the chart ${quote(chart)} is neither a directory nor an oci:// reference`,
        hint: 'publish it to an OCI registry, or vendor it',
        at,
      },
    ];
  }
  if (chart.startsWith('/') || chart.includes('\\')) {
    return [{ message: `the chart ${quote(chart)} is no relative path`, hint: 'write it relative to this file, with forward slashes', at }];
  }
  return pins.map((key) => ({
    message: `renderer.${key} belongs to an oci:// reference, and ${quote(chart)} is a directory`,
    hint: 'remove it',
    at: yaml.at(['renderer', key]),
  }));
}

function checkNamespaces(config: Readonly<Record<string, unknown>>, yaml: ConfigYaml): ConfigProblem[] {
  const count = Array.isArray(config.namespaces) ? config.namespaces.length : 0;
  if (config.scope !== 'namespace' || count < 2) return [];
  return [{ message: `scope is namespace and there are ${count} namespaces`, hint: 'write scope: namespaces', at: yaml.at(['scope']) }];
}

/** Lists in which an entry may stand once. */
function checkRepeats(config: Readonly<Record<string, unknown>>, yaml: ConfigYaml): ConfigProblem[] {
  const release = isMapping(config.release) ? config.release : {};
  return [
    ...repeats(config.namespaces, (entry) => entry, { at: ['namespaces'], yaml }),
    ...repeats(config.images, (entry) => (isMapping(entry) ? entry.name : undefined), { at: ['images'], yaml }),
    ...repeats(release.fields, fieldKey, { at: ['release', 'fields'], yaml }),
    ...repeats(release.carries, (entry) => entry, { at: ['release', 'carries'], yaml }),
  ];
}

function fieldKey(entry: unknown): unknown {
  if (!isMapping(entry) || typeof entry.file !== 'string' || typeof entry.path !== 'string') return undefined;
  return `${entry.file} ${entry.path}`;
}

interface ListPlace {
  readonly at: readonly string[];
  readonly yaml: ConfigYaml;
}

function repeats(list: unknown, keyOf: (entry: unknown) => unknown, { at, yaml }: ListPlace): ConfigProblem[] {
  const keys: readonly unknown[] = Array.isArray(list) ? list.map(keyOf) : [];
  return keys.flatMap((key, index) => {
    if (typeof key !== 'string' || keys.indexOf(key) === index) return [];
    const first = jsonPointer(...at, keys.indexOf(key));
    return [
      { message: `${quote(key)} is in ${at.join('.')} twice, first at ${first}`, hint: 'keep one of them', at: yaml.at([...at, index]) },
    ];
  });
}
