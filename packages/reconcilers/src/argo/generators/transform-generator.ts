// Which parameter sets does one entry of `generators` give, its selector applied?
import { isRecord } from '@fairway/manifests';
import { jsonText } from '../../go-template/functions/json.ts';
import { mergeMaps } from '../../go-template/functions/merge-maps.ts';
import { startMeter } from '../../go-template/meter.ts';
import { type GoMap, mapOf } from '../../go-template/values.ts';
import { generateClusters } from './cluster-generator.ts';
import type { Generate, GeneratorContext, GeneratorSpec, Mapping } from './generator-context.ts';
import { GeneratorFault, NotLookedAt } from './generator-fault.ts';
import { listField } from './generator-fields.ts';
import { generateGit } from './git-generator.ts';
import { interpolateGenerator } from './interpolate-generator.ts';
import { generateList } from './list-generator.ts';
import { asTexts } from './parameters.ts';
import { selectParameters } from './post-selector.ts';

/** A generator at the top may hold matrices and merges, those may hold others, and there it ends. */
export type Level = 'top' | 'nested' | 'terminal';
const BELOW = { top: 'nested', nested: 'terminal', terminal: undefined } as const;

/** What can only be asked of a service or of the cluster. */
const OUTSIDE: Readonly<Record<string, string>> = {
  scmProvider: 'it asks a source code service for its repositories',
  pullRequest: 'it asks a source code service for its pull requests',
  clusterDecisionResource: 'it reads an object that a controller makes in the cluster',
  plugin: 'it asks a plugin service',
};
/** In this order Argo CD takes them where an entry has several. */
const KINDS = ['list', 'clusters', 'git', 'scmProvider', 'clusterDecisionResource', 'pullRequest', 'matrix', 'merge', 'plugin'] as const;
type Kind = (typeof KINDS)[number];

/** Parameter sets of one kind of an entry. */
export interface Produced {
  readonly kind: Kind;
  /** `spec.generators[0].list` */
  readonly field: string;
  readonly spec: Mapping;
  readonly params: readonly GoMap[];
}

export interface Entry {
  readonly entry: unknown;
  readonly field: string;
  readonly level: Level;
}

function kindsOf({ entry, field, level }: Entry): readonly GeneratorSpec[] {
  if (!isRecord(entry))
    throw new GeneratorFault(`${field} must be a mapping`, `Write a generator into ${field}: one of ${KINDS.join(', ')}.`);
  const unknown = Object.keys(entry).find((key) => key !== 'selector' && !KINDS.some((kind) => kind === key));
  if (unknown !== undefined) {
    throw new GeneratorFault(`${field} has the unknown generator ${JSON.stringify(unknown)}`, `Known generators are ${KINDS.join(', ')}.`);
  }
  const present = KINDS.filter((kind) => entry[kind] !== undefined && entry[kind] !== null);
  if (present.length === 0) throw new GeneratorFault(`${field} names no generator`, `Write one of ${KINDS.join(', ')} into it.`);
  if (level !== 'top' && present.length > 1) {
    throw new GeneratorFault(`${field} has more than one generator: ${present.join(', ')}`, 'Write each into an entry of its own.');
  }
  return present.map((kind) => {
    const spec = entry[kind];
    if (!isRecord(spec)) throw new GeneratorFault(`${field}.${kind} must be a mapping`, `Correct ${field}.${kind}.`);
    return { spec, field: `${field}.${kind}` };
  });
}

function checkCount(children: readonly unknown[], field: string, { least, most }: { readonly least: number; readonly most: number }): void {
  if (children.length >= least && children.length <= most) return;
  const wanted = least === most ? `exactly ${least}` : `${least} or more`;
  throw new GeneratorFault(
    `${field} has ${children.length} generators and needs ${wanted}`,
    `Give ${field}.generators ${wanted} entries; one matrix may stand in another.`,
  );
}

function combine(first: GoMap, second: GoMap, options: { readonly field: string; readonly goTemplate: boolean }): GoMap {
  const { field, goTemplate } = options;
  if (goTemplate) {
    const merge = { override: true, meter: startMeter() };
    return mergeMaps(mergeMaps(mapOf(), second, merge), first, merge);
  }
  const combined = asTexts(first);
  for (const [key, value] of asTexts(second).entries) {
    const before = combined.entries.get(key);
    if (before !== undefined && before !== value) {
      throw new GeneratorFault(
        `${field}: both generators give the parameter ${key}, once ${JSON.stringify(before)} and once ${JSON.stringify(value)}`,
        'Rename one of them, or give a git generator a pathParamPrefix.',
      );
    }
    combined.entries.set(key, value);
  }
  return combined;
}

async function child(entry: Entry, context: GeneratorContext): Promise<readonly GoMap[]> {
  const [produced] = await produce(entry, context);
  return produced?.params ?? [];
}

function levelBelow({ field }: GeneratorSpec, level: Level): Level {
  const below = BELOW[level];
  if (below !== undefined) return below;
  throw new GeneratorFault(`${field} is nested too deeply`, 'A matrix or merge may hold another one, and that one no further.');
}

async function generateMatrix(generator: GeneratorSpec, level: Level, context: GeneratorContext): Promise<readonly GoMap[]> {
  const below = levelBelow(generator, level);
  const children = listField(generator, 'generators');
  checkCount(children, generator.field, { least: 2, most: 2 });
  const [one, two] = [`${generator.field}.generators[0]`, `${generator.field}.generators[1]`];
  const all: GoMap[] = [];
  for (const first of await child({ entry: children[0], field: one, level: below }, context)) {
    const written = children[1];
    const entry = isRecord(written) ? interpolateGenerator(written, first, { language: context.language, field: two }) : written;
    // The selector is the one that is written: parameters of the first generator do not reach it.
    const kept = isRecord(written) && isRecord(entry) ? { ...entry, selector: written.selector } : entry;
    const seconds = await child({ entry: kept, field: two, level: below }, context);
    context.count(seconds.length);
    for (const second of seconds) all.push(combine(first, second, { field: generator.field, goTemplate: context.language.goTemplate }));
  }
  return all;
}

function byKeys(sets: readonly GoMap[], keys: readonly string[], field: string): Map<string, GoMap> {
  const found = new Map<string, GoMap>();
  for (const params of sets) {
    const key = jsonText(mapOf(keys.map((name) => [name, params.entries.get(name)] as const)), startMeter());
    if (found.has(key)) {
      throw new GeneratorFault(
        `${field} gives two parameter sets with the same merge keys ${key.slice(0, 200)}`,
        'Add a merge key that tells them apart.',
      );
    }
    found.set(key, params);
  }
  return found;
}

function mergeKeysOf(generator: GeneratorSpec): readonly string[] {
  const keys = listField(generator, 'mergeKeys');
  if (keys.length > 0 && keys.every((key) => typeof key === 'string')) return [...new Set(keys.map(String))];
  throw new GeneratorFault(`${generator.field} has no mergeKeys`, 'Name in mergeKeys the parameters by which sets belong together.');
}

async function generateMerge(generator: GeneratorSpec, level: Level, context: GeneratorContext): Promise<readonly GoMap[]> {
  const below = levelBelow(generator, level);
  const children = listField(generator, 'generators');
  checkCount(children, generator.field, { least: 2, most: Number.POSITIVE_INFINITY });
  const keys = mergeKeysOf(generator);
  let base: Map<string, GoMap> | undefined;
  for (const [index, entry] of children.entries()) {
    const field = `${generator.field}.generators[${index}]`;
    const sets = byKeys(await child({ entry, field, level: below }, context), keys, field);
    if (base === undefined) base = sets;
    else for (const [key, params] of base) mergeSet(params, sets.get(key), context);
  }
  return [...(base ?? new Map<string, GoMap>()).values()];
}

function mergeSet(into: GoMap, from: GoMap | undefined, { language }: GeneratorContext): void {
  if (from === undefined) return;
  if (language.goTemplate) mergeMaps(into, from, { override: true, meter: startMeter() });
  else for (const [key, value] of from.entries) into.entries.set(key, value);
}

function outside(kind: Kind): Generate {
  return async ({ field }) => {
    throw new NotLookedAt(`${field} is not looked at: ${OUTSIDE[kind] ?? 'it asks a service'}`);
  };
}

function generate(kind: Kind, level: Level): Generate {
  switch (kind) {
    case 'list':
      return generateList;
    case 'clusters':
      return generateClusters;
    case 'git':
      return generateGit;
    case 'matrix':
      return (generator, context) => generateMatrix(generator, level, context);
    case 'merge':
      return (generator, context) => generateMerge(generator, level, context);
    default:
      return outside(kind);
  }
}

/** Runs an entry. Throws GeneratorFault, TemplateFault or NotLookedAt. */
export async function produce(entry: Entry, context: GeneratorContext): Promise<readonly Produced[]> {
  const all: Produced[] = [];
  for (const generator of kindsOf(entry)) {
    const kind = KINDS.find((known) => generator.field.endsWith(`.${known}`)) ?? 'list';
    const params = await generate(kind, entry.level)(generator, context);
    const selector = isRecord(entry.entry) ? entry.entry.selector : undefined;
    all.push({ kind, ...generator, params: selectParameters(params, selector, `${entry.field}.selector`) });
  }
  return all;
}
