// When are two findings the same one, and what does a finding look like in the report?
import { createHash } from 'node:crypto';
import type { Finding, ObjectRef } from '@fairway/contracts';
import { lastingName } from './generated-name.ts';
import { refKey } from './identity.ts';
import type { FindingDraft } from './model.ts';

/** What tells findings apart. `detail` does so for several findings of one rule on one field. */
export interface FindingIdentity {
  readonly ruleId: string;
  readonly env?: string;
  readonly app?: string;
  readonly object?: ObjectRef;
  readonly field?: string;
  readonly detail?: string;
}

/** Hash (32 hex digits) of a finding's identity; the same over versions of the API and over generated name hashes. */
export function fingerprint(identity: FindingIdentity): string {
  const { ruleId, env, app, object, field, detail } = identity;
  const key = object === undefined ? null : refKey({ ...object, name: lastingName(object) });
  const parts = [ruleId, env ?? null, app ?? null, key, field ?? null, detail ?? null];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** What a draft does not know yet. */
export interface FindingContext {
  readonly env?: string;
  readonly app?: string;
  readonly status: Finding['status'];
  readonly blocking: boolean;
}

/** Draft → finding of the report contract. */
export function finishFinding(draft: FindingDraft, context: FindingContext): Finding {
  const { ruleId, severity, message, hint, object, field, location, data, detail } = draft;
  const { env, app, status, blocking } = context;
  const subject = {
    ...(env === undefined ? {} : { env }),
    ...(app === undefined ? {} : { app }),
    ...(object === undefined ? {} : { object }),
    ...(field === undefined ? {} : { field }),
  };
  return {
    ruleId,
    severity,
    status,
    blocking,
    fingerprint: fingerprint({ ruleId, ...subject, ...(detail === undefined ? {} : { detail }) }),
    message,
    hint,
    subject,
    ...(location === undefined ? {} : { location }),
    ...(data === undefined ? {} : { data }),
  };
}
