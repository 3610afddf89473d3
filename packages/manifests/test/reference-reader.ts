// How do tests ask Kubernetes' own YAML reader (sigs.k8s.io/yaml, as helm 4 has it)?
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** What the reader says of one text: its value as JSON text, or why not. `strict`: why it is refused when duplicates are. */
export interface ReferenceAnswer {
  readonly json?: string;
  readonly error?: string;
  readonly strict?: string;
}

const here = import.meta.dirname;

function isAnswers(value: unknown): value is ReferenceAnswer[] {
  return Array.isArray(value);
}

/** Asks about many texts in one process. Needs Go and the modules of tools/go/helm4. */
export function askReference(texts: readonly string[]): ReferenceAnswer[] {
  const output = execFileSync('go', ['run', '-mod=readonly', join(here, 'reference-reader/main.go')], {
    cwd: join(here, '../../../tools/go/helm4'),
    input: JSON.stringify(texts),
    maxBuffer: 512 * 1024 * 1024,
    encoding: 'utf8',
  });
  const answers: unknown = JSON.parse(output);
  if (!isAnswers(answers)) throw new Error('the reference reader printed no list');
  return answers;
}
