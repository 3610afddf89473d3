// How do upstream's checksums come into tools/manifest.json? Reads a lock file, made online by `fairway tools lock --dry-run`, from standard input.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const path = process.argv[2] ?? join(root, 'tools', 'manifest.json');

const stop = (message) => {
  process.stderr.write(`fill-tools-manifest: ${message}\n`);
  process.exit(1);
};

const manifest = JSON.parse(readFileSync(path, 'utf8'));
const lock = JSON.parse(readFileSync(0, 'utf8'));
for (const tool of manifest.tools) {
  const entry = lock.tools?.[tool.name];
  if (!tool.release) continue;
  if (!entry) stop(`the lock file has no ${tool.name}`);
  if (entry.version !== tool.version) stop(`the lock file has ${tool.name} ${entry.version}, the manifest ${tool.version}`);
  if (tool.release.signature && entry.proof !== 'signature') stop(`the signature of ${tool.name} was not verified: install gpg and cosign`);
  tool.sha256 = entry.sha256;
}
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
