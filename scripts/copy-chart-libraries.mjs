// Does each chart carry the library charts that it depends on, as they are now? Copies them into its charts/; `--check` only compares.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const charts = join(dirname(dirname(fileURLToPath(import.meta.url))), 'templates', 'helm');

const filesBelow = (directory) =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
        .toSorted()
    : [];

const isSame = (one, other) => {
  const [here, there] = [filesBelow(one), filesBelow(other)];
  return (
    here.join('\n') === there.join('\n') && here.every((file) => readFileSync(join(one, file)).equals(readFileSync(join(other, file))))
  );
};

/** Every library that a chart names by `file://`, and where its copy lies. */
const copies = readdirSync(charts).flatMap((name) => {
  const directory = join(charts, name);
  const { dependencies = [] } = parse(readFileSync(join(directory, 'Chart.yaml'), 'utf8'));
  return dependencies
    .filter(({ repository }) => repository?.startsWith('file://'))
    .map((one) => ({ from: resolve(directory, one.repository.slice('file://'.length)), to: join(directory, 'charts', one.name), name }));
});

for (const { from, to, name } of copies) {
  if (isSame(from, to)) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(`copy-chart-libraries: the copy in ${name} is older than its original: run npm run generate\n`);
    process.exitCode = 1;
    continue;
  }
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}
