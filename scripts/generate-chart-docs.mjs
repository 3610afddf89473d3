// Which values does each chart take? Writes the table into its README from values.yaml and values.schema.json; `--check` only compares.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMap, parse, parseDocument } from 'yaml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const charts = join(root, 'templates', 'helm');
const [BEGIN, END] = ['<!-- values:begin -->', '<!-- values:end -->'];
/** Deeper than any values file that a person would read. */
const MAX_DEPTH = 20;

const cell = (text) => text.trim().replaceAll(/\s+/g, ' ').replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;');
const code = (text) => (text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``);
const compact = (value) => (typeof value === 'string' ? (value === '' ? '""' : value) : JSON.stringify(value));

/** A `$ref` into the schema's own definitions, and one `allOf` around it, followed. */
const follow = (schema, node, depth = 0) => {
  if (depth > MAX_DEPTH) throw new Error('definitions refer to each other without end');
  const name = /^#\/(?:definitions|\$defs)\/([\w-]+)$/.exec(node.$ref ?? '')?.[1];
  const target = name === undefined ? undefined : (schema.definitions ?? schema.$defs)?.[name];
  if (target !== undefined) return { ...follow(schema, target, depth + 1), ...node };
  return node.allOf?.length === 1 ? { ...follow(schema, node.allOf[0], depth + 1), ...node } : node;
};

const typeOf = (node) => {
  if (node.enum) return node.enum.map((one) => compact(one)).join(', ');
  const type = [node.type ?? (node.anyOf ?? node.oneOf ?? []).map((one) => one.type ?? 'any')].flat();
  return [...new Set(type)].join(' or ');
};

/** The comment that stands directly above a key, without one of the file's head that a blank line sets apart. */
const commentOf = (pair, first) => {
  const own = [first, pair.key.commentBefore].filter((one) => typeof one === 'string' && one !== '').at(-1) ?? '';
  return own.split('\n\n').at(-1).replaceAll(/^ /gm, '').trim();
};

/** One row for each value that a person can set: an object with named properties becomes the rows of those. */
export const rowsOf = (schema, document) => {
  const rows = [];
  const visit = (node, map, path, depth) => {
    if (depth > MAX_DEPTH) throw new Error(`${path.join('.')}: more than ${MAX_DEPTH} levels`);
    const pairs = isMap(map) ? map.items : [];
    const known = Object.keys(node.properties ?? {});
    const unknown = pairs.map(({ key }) => String(key.value)).filter((key) => !known.includes(key));
    if (unknown.length > 0)
      throw new Error(`${[...path, unknown[0]].join('.')} is in values.yaml but not in values.schema.json: add it there`);
    for (const key of known) {
      const at = [...path, key];
      const found = pairs.findIndex((pair) => String(pair.key.value) === key);
      const pair = pairs[found];
      const property = follow(schema, node.properties[key]);
      const nested = property.type === 'object' && property.properties !== undefined && isMap(pair?.value) && pair.value.items.length > 0;
      if (nested) visit(property, pair.value, at, depth + 1);
      else if (key !== 'global' || pair !== undefined) {
        const comment = pair === undefined ? '' : commentOf(pair, found === 0 ? map.commentBefore : undefined);
        const meaning = comment || property.description || '';
        if (meaning === '')
          throw new Error(`${at.join('.')} has no meaning: write a comment above it in values.yaml, or a description in the schema`);
        const required = (node.required ?? []).includes(key) && (pair === undefined || [null, ''].includes(pair.value?.value ?? null));
        rows.push({
          key: at.join('.'),
          type: typeOf(property),
          value: required ? undefined : (pair?.value?.toJSON() ?? property.default),
          required,
          meaning,
        });
      }
    }
  };
  visit(schema, document.contents, [], 0);
  return rows;
};

const tableOf = (rows) =>
  [
    '| value | type | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ key, type, value, required, meaning }) =>
        `| ${code(key)} | ${cell(type)} | ${required ? 'required' : value === undefined ? 'not set' : code(compact(value))} | ${cell(meaning)} |`,
    ),
  ].join('\n');

/** README of one chart with a fresh table. A chart without a README gets one; one without values has no table. */
export const readmeOf = (directory) => {
  const read = (name) => (existsSync(join(directory, name)) ? readFileSync(join(directory, name), 'utf8') : undefined);
  const chart = parse(read('Chart.yaml'));
  const before = read('README.md');
  const [schemaText, valuesText] = [read('values.schema.json'), read('values.yaml')];
  if (schemaText === undefined || valuesText === undefined) return { before, after: before };
  const text = before ?? `# ${chart.name}\n\n${chart.description}.\n\n## Values\n\n${BEGIN}\n${END}\n`;
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`README.md: no lines ${BEGIN} and ${END}: add them where the table belongs`);
  const table = tableOf(rowsOf(JSON.parse(schemaText), parseDocument(valuesText)));
  return { before, after: `${text.slice(0, start + BEGIN.length)}\n${table}\n${text.slice(end)}` };
};

/** Paths of READMEs that are not what the values make, of all charts below a directory. */
export const updateReadmes = (directory, write) => {
  const stale = [];
  for (const name of readdirSync(directory).toSorted()) {
    const chart = join(directory, name);
    if (!existsSync(join(chart, 'Chart.yaml'))) continue;
    try {
      const { before, after } = readmeOf(chart);
      if (after === before) continue;
      stale.push(join(chart, 'README.md'));
      if (write) writeFileSync(join(chart, 'README.md'), after);
    } catch (error) {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    }
  }
  return stale;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const check = process.argv.includes('--check');
  const stale = updateReadmes(charts, !check);
  if (check)
    for (const path of stale) process.stderr.write(`${relative(root, path)} is not what values.yaml makes: run npm run generate\n`);
  process.exit(check && stale.length > 0 ? 1 : 0);
}
