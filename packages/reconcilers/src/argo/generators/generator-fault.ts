// Why can a generator of an ApplicationSet not be expanded?
import type { ErrorCode, Location } from '@fairway/contracts';

/** Something is wrong: the set makes no Application. */
export class GeneratorFault extends Error {
  readonly hint: string;
  readonly code: ErrorCode;
  readonly at: Location | undefined;

  constructor(message: string, hint: string, options: { readonly code?: ErrorCode; readonly at?: Location } = {}) {
    super(message);
    this.name = 'GeneratorFault';
    this.hint = hint;
    this.code = options.code ?? 'file-unreadable';
    this.at = options.at;
  }
}

/** What it makes cannot be known from outside of the cluster. The message is one sentence. */
export class NotLookedAt extends Error {}
