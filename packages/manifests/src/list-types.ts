// Which lists of an object are maps or sets, whose order means nothing? Says the OpenAPI of Kubernetes, or the object's own CustomResourceDefinition.
import generated from './generated/list-types.json' with { type: 'json' };
import { apiGroup } from './identity.ts';
import { isRecord } from './json-pointer.ts';
import type { ManifestObject } from './model.ts';

/** One key of a map list; an item that leaves it out has the default. */
export interface MapKey {
  readonly name: string;
  readonly fallback: string;
}

/** What the schema says about one field. Neither `map` nor `set`: atomic, unknown, or no list. */
export interface FieldType {
  readonly map?: readonly MapKey[];
  readonly set?: boolean;
  /** Type of the value, or of each item when the value is a list. */
  readonly type?: ObjectType;
}

/** Fields of a mapping, as far as they lead to a map or set list. */
export interface ObjectType {
  readonly field: (name: string) => FieldType | undefined;
}

/** Finds the type of an object; undefined: nothing is known, so the order of every list counts. */
export interface ListTypes {
  readonly typeOf: (apiVersion: string, kind: string) => ObjectType | undefined;
}

interface FieldFact {
  readonly map?: readonly string[];
  readonly set?: boolean;
  /** The value is a mapping of any keys to values of `type`. */
  readonly each?: boolean;
  readonly type?: number;
}

interface Facts {
  readonly kinds: Readonly<Record<string, number>>;
  readonly types: readonly Readonly<Record<string, FieldFact | undefined>>[];
}

const FACTS: Facts = generated;

function mapKey(text: string): MapKey {
  const [name = '', fallback = ''] = text.split('=');
  return { name, fallback };
}

/** A mapping whose every field has the same type. */
function eachOf(type: ObjectType): ObjectType {
  return { field: () => ({ type }) };
}

function builtinTypes(facts: Facts): ListTypes {
  const made = new Map<number, ObjectType>();
  const typeAt = (index: number): ObjectType => {
    const known = made.get(index);
    if (known !== undefined) return known;
    const fields = new Map<string, FieldType>();
    const type: ObjectType = { field: (name) => fields.get(name) };
    made.set(index, type);
    for (const [name, fact] of Object.entries(facts.types[index] ?? {})) if (fact !== undefined) fields.set(name, fieldType(fact));
    return type;
  };
  const fieldType = (fact: FieldFact): FieldType => {
    const below = fact.type === undefined ? undefined : typeAt(fact.type);
    return {
      ...(fact.map === undefined ? {} : { map: fact.map.map(mapKey) }),
      ...(fact.set === true ? { set: true } : {}),
      ...(below === undefined ? {} : { type: fact.each === true ? eachOf(below) : below }),
    };
  };
  const anyVersion = new Map<string, number>();
  for (const [id, index] of Object.entries(facts.kinds)) {
    const [group, , kind] = id.split('/');
    anyVersion.set(`${group}/${kind}`, index);
  }
  return {
    typeOf: (apiVersion, kind) => {
      const group = apiGroup(apiVersion);
      const index = facts.kinds[`${group === '' ? '/' : ''}${apiVersion}/${kind}`] ?? anyVersion.get(`${group}/${kind}`);
      return index === undefined ? undefined : typeAt(index);
    },
  };
}

/** Lists of the built-in kinds, by the OpenAPI of Kubernetes (`scripts/generate-list-types.mjs`). A version it does not know borrows from another. */
export const builtinListTypes: ListTypes = builtinTypes(FACTS);

/** Type of an OpenAPI v3 schema inside a CustomResourceDefinition, read as far as it is asked for. */
function schemaType(schema: Readonly<Record<string, unknown>>): ObjectType {
  const { properties, additionalProperties } = schema;
  return {
    field: (name) => {
      const property = isRecord(properties) && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      return isRecord(property) ? schemaField(property) : undefined;
    },
  };
}

function schemaField(schema: Readonly<Record<string, unknown>>): FieldType {
  const { items } = schema;
  const list = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  const type = isRecord(items) ? schemaType(items) : schemaType(schema);
  if (list === 'set') return { set: true, type };
  if (list !== 'map' || !Array.isArray(keys)) return { type };
  return { map: keys.map((key) => ({ name: String(key), fallback: defaultOf(items, String(key)) })), type };
}

function defaultOf(items: unknown, key: string): string {
  const properties = isRecord(items) && isRecord(items.properties) ? items.properties : {};
  const property = properties[key];
  return isRecord(property) && property.default !== undefined ? String(property.default) : '';
}

function versionSchema(crd: ManifestObject, version: string): Readonly<Record<string, unknown>> | undefined {
  const spec = isRecord(crd.spec) ? crd.spec : {};
  const versions: readonly unknown[] = Array.isArray(spec.versions) ? spec.versions : [];
  const found = versions.find((candidate) => isRecord(candidate) && candidate.name === version);
  const own = isRecord(found) && isRecord(found.schema) ? found.schema : spec.validation;
  return isRecord(own) && isRecord(own.openAPIV3Schema) ? own.openAPIV3Schema : undefined;
}

/** Group and kind that a CustomResourceDefinition defines; undefined for anything else. */
export function definedKind(
  object: ManifestObject,
): { readonly group: string; readonly kind: string; readonly scope: unknown } | undefined {
  if (object.kind !== 'CustomResourceDefinition' || !isRecord(object.spec)) return undefined;
  const { group, names, scope } = object.spec;
  const kind = isRecord(names) ? names.kind : undefined;
  return typeof group === 'string' && typeof kind === 'string' ? { group, kind, scope } : undefined;
}

/** The types of `base`, and those of the kinds that these CustomResourceDefinitions define. Objects of other kinds are passed over. */
export function withCustomTypes(base: ListTypes, crds: readonly ManifestObject[]): ListTypes {
  const byKind = new Map<string, ManifestObject>();
  for (const crd of crds) {
    const defined = definedKind(crd);
    if (defined !== undefined) byKind.set(`${defined.group}/${defined.kind}`, crd);
  }
  if (byKind.size === 0) return base;
  return {
    typeOf: (apiVersion, kind) => {
      const crd = byKind.get(`${apiGroup(apiVersion)}/${kind}`);
      if (crd === undefined) return base.typeOf(apiVersion, kind);
      const schema = versionSchema(crd, apiVersion.slice(apiVersion.indexOf('/') + 1));
      return schema === undefined ? undefined : customType(schema);
    },
  };
}

/** Metadata of a custom resource is that of every object, whatever its schema says. */
function customType(schema: Readonly<Record<string, unknown>>): ObjectType {
  const own = schemaType(schema);
  const common = builtinListTypes.typeOf('v1', 'ConfigMap');
  return { field: (name) => (name === 'metadata' ? common?.field(name) : own.field(name)) };
}
