// Which files does `--output` write: one per object, and an index of them all?
import { hash } from 'node:crypto';
import type { Report } from '@fairway/contracts';
import { apiGroup, hideRedactions, type ManifestObject, objectRef, refKey, stableYaml } from '@fairway/manifests';
import type { RenderedApp } from './model.ts';

export interface OutputOptions {
  readonly report: Report;
}

const LONGEST_NAME = 120;

/** Letters, digits, dots, dashes: names of objects may hold colons, and file systems differ in what they take. */
const safe = (name: string): string => {
  const plain = name.replaceAll(/[^a-zA-Z0-9._-]+/g, '_').replace(/^[.-]+/, '_');
  return plain === '' ? '_' : plain;
};

const shorten = (name: string): string =>
  name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 13)}-${hash('sha256', name).slice(0, 12)}`;

const plainName = (object: ManifestObject): string => shorten(safe(`${object.kind.toLowerCase()}-${objectRef(object).name}`));

const fullName = (object: ManifestObject): string => {
  const { kind, name, namespace } = objectRef(object);
  const parts = [kind.toLowerCase(), apiGroup(object.apiVersion), namespace ?? '', name].filter((part) => part !== '');
  return shorten(safe(parts.join('-')));
};

/** File systems that know no upper case must not see two names as one. */
const folded = (name: string): string => name.toLowerCase();

const countNames = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(folded(name), (counts.get(folded(name)) ?? 0) + 1);
  return counts;
};

interface NamedObject {
  readonly object: ManifestObject;
  readonly name: string;
}

/** `kind-name`; with group and namespace where that is taken; with a number where even those are, for an object that is there twice. */
const nameObjects = (objects: readonly ManifestObject[]): readonly NamedObject[] => {
  const sorted = objects
    .map((object) => ({ object, key: `${refKey(objectRef(object))}\n${object.apiVersion}\n${stableYaml(object)}` }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ object }) => object);
  const counts = countNames(sorted.map(plainName));
  const used = new Set<string>();
  return sorted.map((object) => {
    const plain = plainName(object);
    const base = (counts.get(folded(plain)) ?? 0) > 1 ? fullName(object) : plain;
    let name = base;
    for (let number = 2; used.has(folded(name)); number += 1) name = `${base}-${number}`;
    used.add(folded(name));
    return { object, name: `${name}.yaml` };
  });
};

const hookOf = (object: ManifestObject): { readonly hook?: string } => {
  const hook = object.metadata.annotations?.['helm.sh/hook'];
  return typeof hook === 'string' ? { hook } : {};
};

/** One directory per app, also where two ids differ only in what a file name cannot hold. */
const directories = (apps: readonly RenderedApp[]): ReadonlyMap<string, string> => {
  const used = new Set<string>();
  return new Map(
    apps.map(({ id, env, app }) => {
      const base = `${safe(env)}/${shorten(safe(app))}`;
      let directory = base;
      for (let number = 2; used.has(folded(directory)); number += 1) directory = `${base}-${number}`;
      used.add(folded(directory));
      return [id, directory];
    }),
  );
};

/**
 * File name → text, below the output directory: `<env>/<app>/<kind>-<name>.yaml` and `index.json`, which lists app, object, file and
 * SHA-256. The same objects give the same files. Redacted values stand as `<redacted>`.
 */
export const outputFiles = (rendered: readonly RenderedApp[], { report }: OutputOptions): ReadonlyMap<string, string> => {
  const files = new Map<string, string>();
  const sorted = rendered.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const places = directories(sorted);
  const apps = sorted.map(({ id, env, app, objects }) => ({
    id,
    env,
    app,
    objects: nameObjects(objects.map((object) => hideRedactions(object))).map(({ object, name }) => {
      const file = `${places.get(id)}/${name}`;
      const text = stableYaml(object);
      files.set(file, text);
      return { ...objectRef(object), ...hookOf(object), file, sha256: hash('sha256', text) };
    }),
  }));
  const missing = report.apps.filter(({ status }) => status === 'failed' || status === 'skipped').map(({ id, reason }) => ({ id, reason }));
  const index = { schemaVersion: 1, head: report.head, apps, missing, tools: report.tools };
  return new Map([...files, ['index.json', `${JSON.stringify(index, null, 2)}\n`] as const].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
