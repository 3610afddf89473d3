// Do the tables in the READMEs of the actions say what action.yml says? Writes them between markers; `--check` only compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');

const cell = (text) =>
  String(text ?? '')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', '\\|');
const table = (head, rows) =>
  [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
const code = (text) => (text === undefined || text === '' ? '' : `\`${text}\``);

const inputs = (action) =>
  table(
    ['input', 'meaning', 'default'],
    Object.entries(action.inputs ?? {}).map(([name, one]) => [code(name), cell(one.description), code(one.default)]),
  );
const outputs = (action) =>
  table(
    ['output', 'meaning'],
    Object.entries(action.outputs ?? {}).map(([name, one]) => [code(name), cell(one.description)]),
  );

const between = (text, name, content) => {
  const pattern = new RegExp(`(<!-- ${name}:begin -->\n)[\\s\\S]*?(<!-- ${name}:end -->)`);
  if (!pattern.test(text)) throw new Error(`no markers for ${name}`);
  return text.replace(pattern, (_, begin, end) => `${begin}${content}\n${end}`);
};

const stale = [];
for (const name of readdirSync(join(root, 'actions'))) {
  const action = parse(readFileSync(join(root, 'actions', name, 'action.yml'), 'utf8'));
  const readme = join(root, 'actions', name, 'README.md');
  const before = readFileSync(readme, 'utf8');
  const after = between(between(before, 'inputs', inputs(action)), 'outputs', outputs(action));
  if (after === before) continue;
  if (check) stale.push(`actions/${name}/README.md`);
  else writeFileSync(readme, after);
}
for (const path of stale) process.stderr.write(`${path} is not what action.yml makes: run npm run generate\n`);
process.exit(stale.length > 0 ? 1 : 0);
