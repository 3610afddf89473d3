// Will `npm ci` accept the lock file on Linux and on macOS? Every optional platform package of a kind must be locked, with integrity and without an address.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly inBundle?: boolean;
}
const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const external = Object.entries(lock.packages).filter(([path, one]) => path.includes('node_modules/') && one.link !== true);

describe('package-lock.json', () => {
  it('names no registry', () => {
    expect(external.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });
  it('has an integrity for everything that is fetched', () => {
    expect(external.filter(([, one]) => one.integrity === undefined && one.inBundle !== true).map(([path]) => path)).toEqual([]);
  });
  it('holds every platform package that a locked package may choose from', () => {
    const locked = new Set(external.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)));
    const missing = Object.entries(lock.packages).flatMap(([path, one]) =>
      Object.keys(one.optionalDependencies ?? {})
        .filter((name) => /linux|darwin/.test(name) && !locked.has(name))
        .map((name) => `${path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});
