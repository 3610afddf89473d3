// Which functions does Argo CD add to sprig?
import { readYaml, YamlSyntaxError } from '@fairway/manifests';
import { type FunctionTable, type GoFunction, ofTexts } from '../function-types.ts';
import { GoTemplateFault } from '../meter.ts';
import { fromPlain, type GoValue, isGo, listOf, mapOf } from '../values.ts';
import { yamlText } from './yaml-text.ts';

/** Longest name of a DNS subdomain. */
const MAX_NAME = 253;

/** A text as a name of a Kubernetes object: lower case, other characters become `-`, none at the ends. */
export function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]/gu, '-')
    .slice(0, MAX_NAME)
    .replace(/^[-.]+/, '')
    .replace(/(?<![-.])[-.]+$/, '');
}

function cutAtWord(slug: string, size: number): string {
  if (size <= 0 || slug.length <= size) return slug;
  const dash = slug.lastIndexOf('-', size);
  return dash < 0 ? slug.slice(0, size) : slug.slice(0, dash);
}

interface Slug {
  readonly size: number;
  /** Cut after a whole word where there is one. */
  readonly smart: boolean;
}

/** A text as a part of an address, no longer than asked. */
export function slugify(name: string, { size, smart }: Slug): string {
  const normal = normalizeName(name);
  if (!smart && size < 0) throw new GoTemplateFault('slice bounds out of range');
  const cut = !smart && normal.length >= size ? normal.slice(0, size) : normal;
  const slug = cut
    .replaceAll(/[^a-zA-Z0-9_-]/g, '-')
    .replaceAll(/-+/g, '-')
    .replace(/^[-_]+/, '')
    .replace(/(?<![-_])[-_]+$/, '');
  return smart ? cutAtWord(slug, size) : slug;
}

/** `slugify [size [smart]] name`. */
const slugified: GoFunction = {
  parameters: [],
  rest: 'any',
  call: (args) => {
    if (args.length === 0) return '';
    const name = args.at(-1);
    const size = args.length > 1 ? args[0] : undefined;
    const smart = args.length > 2 ? args[1] : true;
    if (typeof name !== 'string') throw new GoTemplateFault('slugify: the last argument must be a string');
    if (args.length > 1 && !(isGo(size, 'integer') && size.type === 'int')) throw new GoTemplateFault('slugify: the size must be an int');
    if (typeof smart !== 'boolean') throw new GoTemplateFault('slugify: the second argument must be a bool');
    return slugify(name, { size: isGo(size, 'integer') ? Number(size.value) : 50, smart });
  },
};

/** The first document of a text. */
function readDocument(text: string): GoValue {
  try {
    return fromPlain(readYaml(text).values[0] ?? null);
  } catch (error) {
    if (error instanceof YamlSyntaxError) throw new GoTemplateFault(`the text is no YAML: ${error.message}`);
    throw error;
  }
}

function readMap(text: string): GoValue {
  const value = readDocument(text);
  if (value === null) return mapOf();
  if (isGo(value, 'map')) return value;
  throw new GoTemplateFault('the text holds no mapping');
}

function readList(text: string): GoValue {
  const value = readDocument(text);
  if (value === null) return listOf([]);
  if (isGo(value, 'list')) return value;
  throw new GoTemplateFault('the text holds no list');
}

export const ARGO: FunctionTable = {
  normalize: ofTexts(1, ([name = '']) => normalizeName(name)),
  slugify: slugified,
  toYaml: { parameters: ['any'], call: ([value], meter) => yamlText(value, meter) },
  fromYaml: ofTexts(1, ([text = '']) => readMap(text)),
  fromYamlArray: ofTexts(1, ([text = '']) => readList(text)),
};
