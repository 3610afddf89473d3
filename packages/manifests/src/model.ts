// What is a Kubernetes object to us, once it is read?
import type { Location, ObjectRef, Severity } from '@fairway/contracts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One rendered object: at least apiVersion, kind and metadata.name (or generateName) are there. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** A finding before it knows its environment, app and status. `detail` tells apart several findings of one rule on one field. */
export interface FindingDraft {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
  readonly object?: ObjectRef;
  readonly field?: string;
  readonly location?: Location;
  readonly data?: Readonly<Record<string, string | number | boolean>>;
  readonly detail?: string;
}
