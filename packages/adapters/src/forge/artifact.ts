// How do files become an artifact of the run?
import { DefaultArtifactClient } from '@actions/artifact';
import { RemoteError } from '@fairway/contracts';

export interface UploadedArtifact {
  readonly id: number;
  readonly size: number;
}

/** Uploads files below `directory` as one artifact. Errors: RemoteError; the caller decides whether that matters. */
export const uploadArtifact = async (name: string, files: readonly string[], directory: string): Promise<UploadedArtifact> => {
  try {
    const { id, size } = await new DefaultArtifactClient().uploadArtifact(name, [...files], directory);
    if (id === undefined) throw new Error('the artifact service gave no id');
    return { id, size: size ?? 0 };
  } catch (cause) {
    throw new RemoteError(`the artifact ${name} could not be uploaded: ${cause instanceof Error ? cause.message : String(cause)}`, {
      operation: 'upload artifact',
      hint: 'the report is in the work space too, see the output report-directory',
      cause,
    });
  }
};
