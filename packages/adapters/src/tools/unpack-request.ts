// What is taken out of which archive, and what is said when it is not there?
import { ToolError } from '@fairway/contracts';

/** What to take out of which archive. */
export interface UnpackRequest {
  readonly archive: string;
  readonly kind: 'none' | 'tar.gz' | 'zip';
  /** Path of the program in the archive. Not used for `none`. */
  readonly member: string;
  /** Where the program goes. Does not exist yet. */
  readonly target: string;
  /** Limit of all bytes that come out of the archive, so that it cannot blow up. Default 1 GiB. */
  readonly maxBytes?: number;
}

/** The error of an archive that is not what the manifest describes. */
export const refuseArchive = (member: string, problem: string, cause?: unknown): ToolError =>
  new ToolError('tool-untrusted', `the download ${problem}`, {
    command: ['unpack', member],
    hint: 'The archive is not what the manifest describes; nothing of it was kept.',
    cause,
  });
