// How are the actions and the CLI bundled? Readable ESM by esbuild; the actions' bundles are committed, the CLI's is made on demand.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BANNER = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** An action never builds what only tests need: half a megabyte of checksums less in each bundle. */
const withoutTestModules = {
  name: 'without-test-modules',
  setup: (build) => {
    build.onLoad({ filter: /\/tools\/generated\/test-modules\.ts$/ }, () => ({ contents: 'export const TEST_GO_MODULES = {};' }));
  },
};

/** Text of a bundle of one entry file. */
const bundleText = async (root, entry, { minify = false, plugins = [] } = {}) => {
  const { build } = await import('esbuild');
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    conditions: ['import'],
    banner: { js: BANNER },
    legalComments: 'none',
    logLevel: 'error',
    minifySyntax: minify,
    charset: 'utf8',
    plugins,
  });
  return result.outputFiles[0].text;
};

const isSource = (name) => /\.(ts|json|mjs)$/.test(name) && !name.endsWith('.test.ts');

/** One hash over names, sizes and times of all sources: a changed source means a new bundle. */
const stateOfSources = (root) => {
  const hash = createHash('sha256');
  const visit = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (isSource(entry.name)) {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${path}\0${size}\0${mtimeMs}\n`);
      }
    }
  };
  for (const name of readdirSync(join(root, 'packages'))) visit(join(root, 'packages', name, 'src'));
  return hash.digest('hex');
};

const readText = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const writeAtomically = (path, text) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
};

/** Path of a CLI bundle that is as new as its sources. */
export const ensureCliBundle = async (root) => {
  const output = join(root, 'packages', 'cli', 'dist', 'fairway.mjs');
  const state = stateOfSources(root);
  if (readText(`${output}.state`) !== state || !existsSync(output)) {
    writeAtomically(output, await bundleText(root, 'packages/cli/src/main.ts'));
    writeAtomically(`${output}.state`, state);
  }
  return output;
};

const actionNames = (root) => readdirSync(join(root, 'actions'));

const bundleActions = async (root, check) => {
  const stale = [];
  for (const name of actionNames(root)) {
    const output = join(root, 'actions', name, 'dist', 'index.mjs');
    const text = await bundleText(root, `actions/${name}/src/index.ts`, { plugins: [withoutTestModules] });
    if (readText(output) === text) continue;
    if (check) stale.push(`actions/${name}/dist/index.mjs`);
    else writeAtomically(output, text);
  }
  return stale;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const stale = await bundleActions(root, process.argv.includes('--check'));
  for (const path of stale) process.stderr.write(`${path} is not what its sources make: run npm run generate\n`);
  process.exit(stale.length > 0 ? 1 : 0);
}
