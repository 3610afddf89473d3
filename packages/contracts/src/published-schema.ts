// How does a zod schema become the JSON Schema that editors and other programs read?
import { z } from 'zod';

/** Addresses of the published schemas; names, not promises of a download. */
export const SCHEMA_BASE = 'https://fairway.lks.internal/schemas';

/** JSON Schema draft 7, which editors know best, for what a person may write: fields with a default may be left out. */
export function toPublishedSchema(name: string, schema: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return { $schema, $id: `${SCHEMA_BASE}/${name}.schema.json`, title: name, ...rest };
}
