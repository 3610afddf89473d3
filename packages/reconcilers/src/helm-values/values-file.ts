// Which text, read by helm, gives these values?
import type { HelmParameter } from '@fairway/environments';
import { stableYaml } from '@fairway/manifests';
import { type HelmTable, type HelmValue, isTable } from './table.ts';

/** More would not fit on a command line. */
const MAX_PARAMETERS = 1000;

export interface ValuesFile {
  readonly text: string;
  /** Whole numbers that came by a path: in a file they would be read as float64, and a large one printed as `1e+06`. */
  readonly parameters: readonly HelmParameter[];
}

function plain(value: HelmValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  return isTable(value) ? plainTable(value) : value;
}

function plainTable(table: HelmTable): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = {};
  for (const key of Object.keys(table)) {
    Object.defineProperty(record, key, { value: plain(table[key] ?? null), enumerable: true, configurable: true, writable: true });
  }
  return record;
}

const escaped = (key: string): string => key.replaceAll(/[\\=[,.]/g, '\\$&');

/** An empty key cannot be said on the command line. */
function exactNumbers(value: HelmValue, path: string): readonly HelmParameter[] {
  if (typeof value === 'bigint') return [{ flag: 'set', value: `${path}=${value}` }];
  if (Array.isArray(value)) return value.flatMap((item, index) => exactNumbers(item, `${path}[${index}]`));
  if (!isTable(value)) return [];
  return Object.keys(value)
    .toSorted()
    .flatMap((key) => (key === '' ? [] : exactNumbers(value[key] ?? null, path === '' ? escaped(key) : `${path}.${escaped(key)}`)));
}

/** Text in which every number is a float64, and the parameters that make some of them whole again. */
export function valuesFile(values: HelmTable): ValuesFile {
  return { text: stableYaml(plainTable(values)), parameters: exactNumbers(values, '').slice(0, MAX_PARAMETERS) };
}

/** The values without the difference between kinds of numbers, for a file that stands for values.yaml of a chart. */
export function valuesText(values: HelmTable): string {
  return Object.keys(values).length === 0 ? '' : stableYaml(plainTable(values));
}
