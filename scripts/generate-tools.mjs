// How do the bundles know the pinned programs? Writes the manifest and the Go module files of tools/ into a source file; `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'packages', 'adapters', 'src', 'tools', 'generated', 'manifest.ts');

const manifest = JSON.parse(readFileSync(join(root, 'tools', 'manifest.json'), 'utf8'));
const directories = manifest.tools.flatMap((tool) => (tool.go ? [tool.go.directory] : [])).sort();
const read = (directory, file) => readFileSync(join(root, 'tools', 'go', directory, file), 'utf8');
const modules = Object.fromEntries(directories.map((name) => [name, { mod: read(name, 'go.mod'), sum: read(name, 'go.sum') }]));

const lines = (text) =>
  `[\n${text
    .split('\n')
    .map((line) => `      ${JSON.stringify(line)},\n`)
    .join('')}    ].join('\\n')`;
const moduleText = ([name, { mod, sum }]) => `  ${JSON.stringify(name)}: {\n    mod: ${lines(mod)},\n    sum: ${lines(sum)},\n  },\n`;
const text = `// Which programs are pinned, and how are they built? Generated from tools/ by scripts/generate-tools.mjs; do not edit.

/** tools/manifest.json, not yet checked by its schema. */
export const MANIFEST_DATA: unknown = ${JSON.stringify(manifest, null, 2)};

/** go.mod and go.sum of each directory below tools/go. */
export const GO_MODULES: Readonly<Record<string, { readonly mod: string; readonly sum: string }>> = {
${Object.entries(modules).map(moduleText).join('')}};
`;

const current = (() => {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return '';
  }
})();
if (process.argv.includes('--check')) {
  if (current !== text) {
    process.stderr.write('generate-tools: packages/adapters/src/tools/generated/manifest.ts is older than tools/: run npm run generate\n');
    process.exit(1);
  }
} else if (current !== text) writeFileSync(target, text);
