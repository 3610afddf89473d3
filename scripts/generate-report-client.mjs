// How does the page of a report get its program and style? Bundles packages/report/src/html/client into a source file; `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const client = join(root, 'packages', 'report', 'src', 'html', 'client');
const target = join(root, 'packages', 'report', 'src', 'html', 'generated', 'client.ts');

const LICENCES = 'Contains preact (MIT, (c) Jason Miller) and diff (BSD-3-Clause, (c) Kevin Decker).';

const bundle = async (entry) => {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join(client, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2024',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'error',
  });
  return result.outputFiles[0].text.trim();
};

const script = `/*! ${LICENCES} */${await bundle('main.tsx')}`;
const style = await bundle('style.css');
const text = `// What runs and how does it look in the page of a report? Generated from packages/report/src/html/client by scripts/generate-report-client.mjs; do not edit.

/** The client program: one script without imports. */
export const CLIENT_SCRIPT: string = ${JSON.stringify(script)};

/** Its style sheet. */
export const CLIENT_STYLE: string = ${JSON.stringify(style)};
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
    process.stderr.write(
      'generate-report-client: packages/report/src/html/generated/client.ts is older than html/client: run npm run generate\n',
    );
    process.exit(1);
  }
} else if (current !== text) writeFileSync(target, text);
