// How do we know which lists of the Kubernetes API are maps or sets, which kinds live in a namespace, and which are served? From its OpenAPI description.
// Usage: node scripts/generate-list-types.mjs [--check]      (--check: fail when the committed files differ)
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MODULE = 'k8s.io/kubernetes@v1.36.3';
const SUM = 'h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o=';
const OUTPUT = join(import.meta.dirname, '../packages/manifests/src/generated');
const COLLECTION = /^\/api(?:s\/[^/]+)?\/v[^/]+\/(namespaces\/\{namespace\}\/)?[a-z]+$/;

/** Kinds that once were part of the API, and still are in manifests. */
const FORMER_SCOPES = {
  'extensions/DaemonSet': 'namespaced',
  'extensions/Deployment': 'namespaced',
  'extensions/Ingress': 'namespaced',
  'extensions/NetworkPolicy': 'namespaced',
  'extensions/PodSecurityPolicy': 'cluster',
  'extensions/ReplicaSet': 'namespaced',
  'policy/PodSecurityPolicy': 'cluster',
};

function download() {
  const json = execFileSync('go', ['mod', 'download', '-json', MODULE], { cwd: tmpdir(), encoding: 'utf8' });
  const { Dir, Sum } = JSON.parse(json);
  if (Sum !== SUM) throw new Error(`${MODULE}: checksum ${Sum}, expected ${SUM}`);
  return join(Dir, 'api/openapi-spec');
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const refName = (schema) => schema?.$ref?.split('/').at(-1);
const sortedObject = (entries) => Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** Creatable kinds: definition name, `group/version/Kind`, scope. */
function kindsOf(swagger) {
  const byGvk = new Map();
  for (const [name, schema] of Object.entries(swagger.definitions)) {
    for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
      byGvk.set(`${group}/${version}/${kind}`, name);
    }
  }
  const kinds = [];
  for (const [path, operations] of Object.entries(swagger.paths)) {
    const gvk = operations.post?.['x-kubernetes-group-version-kind'];
    if (gvk === undefined || !COLLECTION.test(path)) continue;
    const id = `${gvk.group}/${gvk.version}/${gvk.kind}`;
    const scope = path.includes('/namespaces/{namespace}/') ? 'namespaced' : 'cluster';
    kinds.push({ id, group: gvk.group, kind: gvk.kind, definition: byGvk.get(id), scope });
  }
  return kinds;
}

/** Map keys of a list; a key that may be left out carries its default (`protocol=TCP`). */
function mapKeys(property, defaults) {
  const item = defaults[refName(property.items)]?.properties ?? {};
  return property['x-kubernetes-list-map-keys'].map((key) => {
    const value = item[key]?.default;
    return typeof value === 'string' && value !== '' ? `${key}=${value}` : key;
  });
}

function fieldFact(property, defaults) {
  const type = property['x-kubernetes-list-type'];
  const below = refName(property) ?? refName(property.items) ?? refName(property.additionalProperties);
  const list = type === 'map' ? { map: mapKeys(property, defaults) } : type === 'set' ? { set: true } : {};
  const each = property.additionalProperties?.$ref === undefined ? {} : { each: true };
  return { ...list, ...each, ...(below === undefined ? {} : { below }) };
}

/** Facts per definition; then all that lead to no map and no set are dropped, until nothing changes. */
function factsOf(definitions, defaults, roots) {
  const facts = new Map();
  for (const [name, schema] of Object.entries(definitions)) {
    const fields = Object.entries(schema.properties ?? {}).filter(([field]) => !(roots.has(name) && field === 'status'));
    facts.set(name, new Map(fields.map(([field, property]) => [field, fieldFact(property, defaults)])));
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const fields of facts.values()) {
      for (const [field, fact] of fields) {
        if (fact.below !== undefined && (facts.get(fact.below)?.size ?? 0) === 0) {
          delete fact.below;
          changed = true;
        }
        if (fact.below === undefined && fact.map === undefined && fact.set === undefined) {
          fields.delete(field);
          changed = true;
        }
      }
    }
    changed = dropUseless(facts) || changed;
  }
  return facts;
}

/** A cycle of definitions keeps itself alive: only those that reach a map or a set are kept. */
function dropUseless(facts) {
  const useful = new Set();
  for (let grown = true; grown; ) {
    grown = false;
    for (const [name, fields] of facts) {
      if (useful.has(name)) continue;
      const reaches = [...fields.values()].some((fact) => fact.map || fact.set || useful.has(fact.below));
      if (reaches) {
        useful.add(name);
        grown = true;
      }
    }
  }
  let dropped = false;
  for (const [name, fields] of facts) {
    if (fields.size > 0 && !useful.has(name)) {
      fields.clear();
      dropped = true;
    }
  }
  return dropped;
}

function reachable(facts, roots) {
  const seen = new Set();
  const queue = [...roots];
  while (queue.length > 0) {
    const name = queue.pop();
    if (seen.has(name) || (facts.get(name)?.size ?? 0) === 0) continue;
    seen.add(name);
    for (const { below } of facts.get(name).values()) if (below !== undefined) queue.push(below);
  }
  return [...seen].sort();
}

function listTypes(swagger, defaults) {
  const kinds = kindsOf(swagger);
  const facts = factsOf(swagger.definitions, defaults, new Set(kinds.map(({ definition }) => definition)));
  const names = reachable(
    facts,
    kinds.map(({ definition }) => definition),
  );
  const index = new Map(names.map((name, at) => [name, at]));
  const typeOf = (fields) =>
    sortedObject(
      [...fields].map(([field, { below, ...fact }]) => [field, below === undefined ? fact : { ...fact, type: index.get(below) }]),
    );
  return {
    source: MODULE,
    kinds: sortedObject(kinds.filter(({ definition }) => index.has(definition)).map(({ id, definition }) => [id, index.get(definition)])),
    types: names.map((name) => typeOf(facts.get(name))),
  };
}

function scopes(swagger) {
  return {
    source: MODULE,
    scopes: sortedObject([
      ...Object.entries(FORMER_SCOPES),
      ...kindsOf(swagger).map(({ group, kind, scope }) => [`${group}/${kind}`, scope]),
    ]),
  };
}

/** `group/version/Kind` of everything that an API server serves without switches: no alpha, no beta. */
function apiKinds(swagger) {
  const stable = kindsOf(swagger)
    .map(({ id }) => id.replace(/^\//, ''))
    .filter((id) => /(^|\/)v\d+\/[^/]+$/.test(id));
  return { source: MODULE, kinds: [...new Set(stable)].sort() };
}

/** One line per entry of the two big members: small, and a diff of it can be read. */
function print(value) {
  const lines = Object.entries(value).map(([name, member]) => {
    if (typeof member === 'string') return `  ${JSON.stringify(name)}: ${JSON.stringify(member)}`;
    const list = Array.isArray(member);
    const rows = list
      ? member.map((row) => JSON.stringify(row))
      : Object.entries(member).map(([key, row]) => `${JSON.stringify(key)}: ${JSON.stringify(row)}`);
    return `  ${JSON.stringify(name)}: ${list ? '[' : '{'}\n    ${rows.join(',\n    ')}\n  ${list ? ']' : '}'}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

const directory = download();
const swagger = readJson(join(directory, 'swagger.json'));
const defaults = readJson(join(directory, 'v3/api__v1_openapi.json')).components.schemas;
const files = {
  'list-types.json': print(listTypes(swagger, defaults)),
  'scopes.json': print(scopes(swagger)),
  'api-kinds.json': print(apiKinds(swagger)),
};
let stale = 0;
for (const [name, text] of Object.entries(files)) {
  const path = join(OUTPUT, name);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${path} is not fresh: run node scripts/generate-list-types.mjs`);
    stale += 1;
  }
}
process.exitCode = stale === 0 ? 0 : 1;
