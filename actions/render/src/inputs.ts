// Which inputs does the action take, and which of them contradict one another?
import { booleanInput, choiceInput, countInput, listInput, optionalInput } from '@fairway/action-kit';
import { InputError } from '@fairway/contracts';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

export interface RenderInputs {
  readonly directory: string;
  readonly environments: readonly string[];
  readonly apps: readonly string[];
  /** `auto`, `none`, or a revision. */
  readonly base: string;
  readonly expectEnvironments: readonly string[];
  readonly failOn: (typeof SEVERITIES)[number];
  readonly verifyDeterminism: boolean;
  readonly outputDirectory: string | undefined;
  readonly reportDirectory: string | undefined;
  readonly comment: boolean;
  readonly commentKey: string;
  readonly uploadArtifact: boolean;
  readonly artifactName: string;
  readonly cacheDirectory: string | undefined;
  readonly concurrency: number | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly programs: { readonly helm4: string | undefined; readonly helm3: string | undefined; readonly kustomize: string | undefined };
  readonly token: string | undefined;
}

/** Reads all inputs once. Errors: InputError naming the input. */
export const readInputs = (): RenderInputs => ({
  directory: optionalInput('directory') ?? '.',
  environments: listInput('environments'),
  apps: listInput('apps'),
  base: optionalInput('base') ?? 'auto',
  expectEnvironments: listInput('expect-environments'),
  failOn: choiceInput('fail-on', SEVERITIES, 'high'),
  verifyDeterminism: booleanInput('verify-determinism', true),
  outputDirectory: optionalInput('output-directory'),
  reportDirectory: optionalInput('report-directory'),
  comment: booleanInput('comment', true),
  commentKey: optionalInput('comment-key') ?? 'render',
  uploadArtifact: booleanInput('upload-artifact', true),
  artifactName: optionalInput('artifact-name') ?? 'fairway-render',
  cacheDirectory: optionalInput('cache-directory'),
  concurrency: countInput('concurrency', 64),
  timeout: countInput('timeout', 3600),
  programs: { helm4: optionalInput('helm'), helm3: optionalInput('helm3'), kustomize: optionalInput('kustomize') },
  token: optionalInput('github-token'),
});

/** Refuses inputs that cannot go together, before anything is done. */
export const checkInputs = (inputs: RenderInputs): void => {
  if (inputs.base === 'none' && inputs.expectEnvironments.length > 0) {
    throw new InputError('input-invalid', 'inputs base: none and expect-environments contradict each other', {
      hint: 'what changed is known only against a base: leave `base` out',
    });
  }
  if (!/^[a-z0-9-]{1,40}$/.test(inputs.commentKey)) {
    throw new InputError(
      'input-invalid',
      `input comment-key: found ${JSON.stringify(inputs.commentKey)}, expected lower case letters, digits and dashes`,
    );
  }
};
