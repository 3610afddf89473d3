// What do all proofs start from? A control plane, repositories in front of it, and a registry.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ControlPlane, type TemporaryRepository, temporaryRepository } from '@fairway/testkit';
import type { Files } from './argo-trees.ts';
import { startPlane, tool } from './plane.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../..');

export interface Published {
  readonly repository: TemporaryRepository;
  /** Commits what is given and pushes it; gives the commit. */
  readonly push: (message: string, files?: Readonly<Record<string, string | null>>) => string;
  readonly commit: () => string;
}

export interface Proof extends Disposable {
  readonly plane: ControlPlane;
  /** A repository with these files, pushed. */
  readonly publish: (name: string, files: Files) => Promise<Published>;
  /** A registry on loopback, by host and port. */
  readonly registry: () => Promise<string>;
}

/** Directory of the Go module that a pinned program is built from; `directory` is below tools/go. */
export const moduleDirectory = async (module: string, directory: string): Promise<string> => {
  const { stdout } = await run('go', ['list', '-m', '-f', '{{.Dir}}', module], {
    cwd: join(root, 'tools/go', directory),
    env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
  });
  return stdout.trim();
};

/** Runs the command line in a repository. */
export const fairway = async (cwd: string, ...args: readonly string[]): Promise<string> => {
  const { stdout } = await run(process.execPath, [join(root, 'packages/cli/src/main.ts'), ...args], { cwd, env: process.env });
  return stdout;
};

export const startProof = async (): Promise<Proof> => {
  const plane = await startPlane();
  const repositories: TemporaryRepository[] = [];
  return {
    plane,
    publish: async (name, files) => {
      const { url, path } = await plane.makeRepository(name);
      const repository = temporaryRepository(files);
      repositories.push(repository);
      repository.git('remote', 'add', 'origin', url);
      const push: Published['push'] = (message, changed) => {
        const commit = repository.commit(message, changed);
        repository.git('push', '-q', '--force', path, 'main');
        return commit;
      };
      push('start');
      return { repository, push, commit: () => repository.git('rev-parse', 'HEAD') };
    },
    registry: async () => {
      const address = `127.0.0.1:${await plane.freePort()}`;
      plane.start('registry', await tool('crane'), {
        args: ['registry', 'serve', '--address', address],
        env: { PATH: '/usr/bin:/bin', HOME: plane.directory },
      });
      await plane.waitUntil('registry', async () => (await fetch(`http://${address}/v2/`)).ok);
      return address;
    },
    [Symbol.dispose]: () => {
      for (const repository of repositories) repository[Symbol.dispose]();
      plane[Symbol.dispose]();
    },
  };
};
