// What is a finding: one thing wrong, with its rule, its object and the line to edit?
import { z } from 'zod';

export const Severity = z.enum(['critical', 'high', 'medium', 'low', 'info']);
export type Severity = z.infer<typeof Severity>;

export const ObjectRef = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});
export type ObjectRef = z.infer<typeof ObjectRef>;

/** A place a person must edit. Relative to the repository root; line and column count from 1. */
export const Location = z.strictObject({
  file: z.string(),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
});
export type Location = z.infer<typeof Location>;

export const Finding = z.strictObject({
  ruleId: z.string().regex(/^(LKS-[A-Z]+-\d{2}|[a-z][a-z0-9-]*)$/),
  severity: Severity,
  status: z.enum(['new', 'existing', 'fixed']),
  blocking: z.boolean(),
  fingerprint: z.string().describe('hash of rule, environment, app, object without generated name hash, field, detail key'),
  message: z.string(),
  hint: z.string(),
  subject: z.strictObject({
    env: z.string().optional(),
    app: z.string().optional(),
    object: ObjectRef.optional(),
    field: z.string().optional().describe('JSON pointer into the object (RFC 6901)'),
  }),
  location: Location.optional(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type Finding = z.infer<typeof Finding>;
