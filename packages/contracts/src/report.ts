// What does every verb write? The report contract, version 1. The same state gives the same bytes: no time, no duration, no absolute path.
import { z } from 'zod';
import { Finding, Location, ObjectRef } from './finding.ts';

export const Verdict = z.enum(['pass', 'fail', 'pending', 'incomplete']);
export type Verdict = z.infer<typeof Verdict>;

export const Stage = z.enum(['dev', 'test', 'prod']);
export type Stage = z.infer<typeof Stage>;

export const AppKind = z.enum(['app', 'namespace', 'platform']);
export type AppKind = z.infer<typeof AppKind>;

export const RendererKind = z.enum(['kustomize', 'helm', 'directory']);
export type RendererKind = z.infer<typeof RendererKind>;

/** One side of a comparison. `commit` is absent for a directory that is no git repository. */
export const Side = z.strictObject({
  commit: z.string().optional(),
  dirty: z.boolean().optional().describe('work tree with changes that are not committed'),
  ref: z.string().optional().describe('the revision as the person wrote it'),
});
export type Side = z.infer<typeof Side>;

export const EnvironmentSummary = z.strictObject({
  name: z.string(),
  stage: Stage.optional(),
  cluster: z.string().optional(),
});
export type EnvironmentSummary = z.infer<typeof EnvironmentSummary>;

export const AppStatus = z.enum(['added', 'changed', 'removed', 'unchanged', 'failed', 'skipped']);
export type AppStatus = z.infer<typeof AppStatus>;

export const AppResult = z.strictObject({
  id: z.string().describe('env/app'),
  env: z.string(),
  app: z.string(),
  kind: AppKind,
  root: z.string().describe('directory of the app, relative to the repository root'),
  renderer: RendererKind,
  status: AppStatus,
  reason: z.string().optional().describe('why failed or skipped'),
  touchedBy: z.array(z.string()).optional().describe('changed input files that make this app part of the change'),
  objects: z.int().nonnegative().describe('number of objects on the head side'),
  reconciler: z
    .strictObject({
      object: ObjectRef,
      at: Location.optional().describe('where the object is written'),
      parent: z.string().optional().describe('id of the app whose rendering holds the object'),
      dependsOn: z.array(z.string()).describe('what must be ready before, as the object says: app ids, or objects that no app stands for'),
    })
    .optional()
    .describe('the Flux or Argo CD object that makes the app'),
});
export type AppResult = z.infer<typeof AppResult>;

export const Effect = z.enum([
  'restart', // pods are replaced
  'immutable-field', // the API server would refuse the update
  'selector-replaced', // a selector now points at other pods
  'namespace-deleted',
  'crd-deleted',
  'volume-claim-deleted',
  'stateful-set-deleted',
  'scale-to-zero',
  'exposure-changed', // reachable from elsewhere than before
]);
export type Effect = z.infer<typeof Effect>;

/** One difference inside an object. Absent `before`: added; absent `after`: removed. Values of Secrets are never here. */
export const ChangeOp = z.strictObject({
  path: z.string().describe('JSON pointer (RFC 6901); a list item matched by key stands as [key=value]'),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type ChangeOp = z.infer<typeof ChangeOp>;

export const Change = z.strictObject({
  app: z.string().describe('env/app'),
  object: ObjectRef,
  kind: z.enum(['added', 'changed', 'removed', 'renamed']),
  from: ObjectRef.optional().describe('renamed: what it was called before'),
  effects: z.array(Effect),
  ops: z.array(ChangeOp),
  patch: z.string().describe('unified diff of the YAML, bounded; empty for Secrets beyond the note that they changed'),
  truncated: z.boolean().optional().describe('patch or ops were cut'),
  origin: z
    .strictObject({
      chain: z.array(z.string()).describe('from the reconciler object down to the template, overlay or base that holds the object'),
      source: z.string().optional().describe('the file that holds it, relative to the repository root'),
    })
    .optional()
    .describe('what made the object'),
});
export type Change = z.infer<typeof Change>;

export const Skipped = z.strictObject({ path: z.string(), reason: z.string() });
export type Skipped = z.infer<typeof Skipped>;

export const ReportError = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  at: Location.optional(),
  app: z.string().optional(),
});
export type ReportError = z.infer<typeof ReportError>;

export const ToolUse = z.strictObject({ name: z.string(), version: z.string(), sha256: z.string() });
export type ToolUse = z.infer<typeof ToolUse>;

export const Verb = z.enum(['render', 'policy-check', 'image-scan', 'promote']);
export type Verb = z.infer<typeof Verb>;

export const Report = z.strictObject({
  $schema: z.string().optional(),
  schemaVersion: z.literal(1),
  verb: Verb,
  verdict: Verdict,
  head: Side,
  base: Side.optional(),
  environments: z.array(EnvironmentSummary),
  apps: z.array(AppResult),
  skipped: z.array(Skipped),
  findings: z.array(Finding),
  waived: z.array(z.strictObject({ finding: Finding, waiver: z.string() })),
  changes: z.array(Change),
  errors: z.array(ReportError),
  notes: z.array(z.string()).describe('what was inferred, assumed or left alone, one sentence each'),
  stats: z.record(z.string(), z.int()).describe('counts only'),
  tools: z.array(ToolUse),
});
export type Report = z.infer<typeof Report>;
