// How do files get into a registry as an OCI artifact that Flux reads?
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from './plane.ts';

interface Artifact {
  readonly files: Readonly<Record<string, string>>;
  /** `host:port/repository:tag`. */
  readonly reference: string;
}

/** One layer with the files, packed. */
export const pushArtifact = async (directory: string, { files, reference }: Artifact): Promise<void> => {
  mkdirSync(join(directory, 'content'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, 'content', name), text);
  const archive = join(directory, 'content.tgz');
  const env = { PATH: '/usr/bin:/bin', HOME: directory };
  execFileSync('tar', ['-C', join(directory, 'content'), '-czf', archive, '.'], { env, stdio: 'pipe' });
  execFileSync(await tool('crane'), ['append', '--insecure', '--oci-empty-base', '-f', archive, '-t', reference], { env, stdio: 'pipe' });
};
