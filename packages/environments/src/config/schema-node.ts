// What does a schema allow at a place of a file: which keys, and what for example?
import { z } from 'zod';

type Schema = z.core.$ZodType;

/** All schemas that stand at a path, wrappers included; several where a union branches and the data does not say which. */
function schemasAt(root: Schema, path: readonly PropertyKey[], data: unknown): readonly Schema[] {
  let here = layers(root, data);
  let value = data;
  for (const part of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;
    here = here.flatMap((schema) => below(schema, part)).flatMap((schema) => layers(schema, value));
  }
  return here;
}

/** Keys that a mapping at this place may have. `data` is what the whole file says: it chooses between the branches of a union. */
export function knownKeys(root: Schema, path: readonly PropertyKey[], data: unknown): readonly string[] {
  const keys = schemasAt(root, path, data).flatMap((schema) =>
    schema instanceof z.core.$ZodObject ? Object.keys(schema._zod.def.shape) : [],
  );
  return [...new Set(keys)].filter((key) => key !== '$schema');
}

/** An example for the value at this place, where the schema has one. */
export function exampleAt(root: Schema, path: readonly PropertyKey[], data: unknown): unknown {
  for (const schema of schemasAt(root, path, data)) {
    const examples = z.globalRegistry.get(schema)?.examples;
    if (Array.isArray(examples) && examples.length > 0) return examples[0];
    if (schema instanceof z.core.$ZodLiteral) return schema._zod.def.values[0];
    if (schema instanceof z.core.$ZodEnum) return Object.values(schema._zod.def.entries)[0];
  }
  return undefined;
}

function layers(schema: Schema, value: unknown): Schema[] {
  if (schema instanceof z.core.$ZodOptional || schema instanceof z.core.$ZodDefault)
    return [schema, ...layers(schema._zod.def.innerType, value)];
  if (schema instanceof z.core.$ZodUnion) return [schema, ...branches(schema, value).flatMap((branch) => layers(branch, value))];
  return [schema];
}

function branches(union: z.core.$ZodUnion, value: unknown): readonly Schema[] {
  const options = union._zod.def.options;
  if (!(union instanceof z.core.$ZodDiscriminatedUnion) || typeof value !== 'object' || value === null) return options;
  const key = union._zod.def.discriminator;
  const word: unknown = Reflect.get(value, key);
  const chosen = options.filter((option) => below(option, key).some((schema) => z.core.safeParse(schema, word).success));
  return chosen.length > 0 ? chosen : options;
}

function below(schema: Schema, part: PropertyKey): Schema[] {
  if (schema instanceof z.core.$ZodArray) return [schema._zod.def.element];
  if (schema instanceof z.core.$ZodRecord) return [schema._zod.def.valueType];
  if (!(schema instanceof z.core.$ZodObject)) return [];
  const child = schema._zod.def.shape[String(part)];
  return child === undefined ? [] : [child];
}
