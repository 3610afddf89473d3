// How do the bundles know the pinned programs? Writes the manifest and the Go module files of tools/ into source files; `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const targets = join(root, 'packages', 'adapters', 'src', 'tools', 'generated');

const manifest = JSON.parse(readFileSync(join(root, 'tools', 'manifest.json'), 'utf8'));
const read = (directory, file) => readFileSync(join(root, 'tools', 'go', directory, file), 'utf8');
const directoriesOf = (testOnly) =>
  [...new Set(manifest.tools.filter((tool) => tool.go && (tool.testOnly === true) === testOnly).map((tool) => tool.go.directory))].sort();

const lines = (text) =>
  `[\n${text
    .split('\n')
    .map((line) => `      ${JSON.stringify(line)},\n`)
    .join('')}    ].join('\\n')`;
const moduleText = (name) =>
  `  ${JSON.stringify(name)}: {\n    mod: ${lines(read(name, 'go.mod'))},\n    sum: ${lines(read(name, 'go.sum'))},\n  },\n`;
const modulesText = (name, testOnly) =>
  `export const ${name}: Readonly<Record<string, { readonly mod: string; readonly sum: string }>> = {
${directoriesOf(testOnly).map(moduleText).join('')}};
`;
const generated = 'Generated from tools/ by scripts/generate-tools.mjs; do not edit.';

const files = {
  'manifest.ts': `// Which programs are pinned, and how are they built? ${generated}

/** tools/manifest.json, not yet checked by its schema. */
export const MANIFEST_DATA: unknown = ${JSON.stringify(manifest, null, 2)};

/** go.mod and go.sum of each directory below tools/go that a program for users is built from. */
${modulesText('GO_MODULES', false)}`,
  'test-modules.ts': `// How are the programs built that only tests need? ${generated}

/** go.mod and go.sum of each directory below tools/go that a program for tests is built from. Apart from the others, so that a bundle can leave them out. */
${modulesText('TEST_GO_MODULES', true)}`,
};

const current = (name) => {
  try {
    return readFileSync(join(targets, name), 'utf8');
  } catch {
    return '';
  }
};
for (const [name, text] of Object.entries(files)) {
  if (current(name) === text) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(`generate-tools: packages/adapters/src/tools/generated/${name} is older than tools/: run npm run generate\n`);
    process.exitCode = 1;
  } else writeFileSync(join(targets, name), text);
}
