// Which JSON Schemas are published for editors? Written from the zod schemas of packages/contracts; `--check` fails when one is stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as contracts from '../packages/contracts/src/index.ts';
import { toPublishedSchema } from '../packages/contracts/src/published-schema.ts';

const directory = join(dirname(dirname(fileURLToPath(import.meta.url))), 'schemas');

/** JSON as the formatter of this repository writes it: lists of plain values on one line where they fit. */
const pretty = (value, indent = '', used = 0) => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => pretty(item)).join(', ')}]`;
    if (!line.includes('\n') && indent.length + used + line.length + 1 <= 140) return line;
    return `[\n${value.map((item) => inner + pretty(item, inner)).join(',\n')}\n${indent}]`;
  }
  const pairs = Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${pretty(item, inner, key.length + 4)}`);
  return pairs.length === 0 ? '{}' : `{\n${pairs.join(',\n')}\n${indent}}`;
};

/** File name → text of every published schema. */
export const schemaFiles = () =>
  new Map(
    Object.entries({
      fairway: contracts.FairwayConfig,
      app: contracts.AppConfig,
      profile: contracts.ClusterProfile,
      network: contracts.ClusterNetwork,
      identity: contracts.ClusterIdentity,
      report: contracts.Report,
      graph: contracts.OwnershipGraph,
      release: contracts.Release,
      'tools-manifest': contracts.ToolsManifest,
      'tools-lock': contracts.ToolsLock,
      lock: contracts.SourceLock,
    }).map(([name, schema]) => [`${name}.schema.json`, `${pretty(toPublishedSchema(name, schema))}\n`]),
  );

/** Names of files that are stale, missing, or there without a reason. */
export const staleSchemas = (folder = directory) => {
  const wanted = schemaFiles();
  const present = new Set(readdirSync(folder));
  const differs = [...wanted].filter(([name, text]) => !present.has(name) || readFileSync(join(folder, name), 'utf8') !== text);
  return [...differs.map(([name]) => name), ...[...present].filter((name) => !wanted.has(name))];
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) {
    const stale = staleSchemas();
    for (const name of stale) console.error(`schemas/${name} is not what packages/contracts says: run node scripts/generate-schemas.mjs`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    for (const [name, text] of schemaFiles()) writeFileSync(join(directory, name), text);
  }
}
