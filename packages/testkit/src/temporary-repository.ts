// How does a test get a real git repository? Made of inline files in a temporary directory, removed when the test disposes it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface TemporaryRepository extends Disposable {
  readonly directory: string;
  /** Runs git there and gives its trimmed output. */
  git(...args: string[]): string;
  /** Writes files; `null` removes one. */
  write(files: Readonly<Record<string, string | null>>): void;
  /** Writes, commits everything, gives the commit id. */
  commit(message: string, files?: Readonly<Record<string, string | null>>): string;
}

/** Nothing of the machine's own git configuration reaches the test. */
const ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.invalid',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.invalid',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
  GIT_ALLOW_PROTOCOL: 'file',
};

/** A repository on branch `main`, with one commit when `files` is given. */
export const temporaryRepository = (files?: Readonly<Record<string, string>>): TemporaryRepository => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-test-')));
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: directory,
      env: { ...process.env, ...ENVIRONMENT },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const write = (all: Readonly<Record<string, string | null>>): void => {
    for (const [path, text] of Object.entries(all)) {
      const target = join(directory, path);
      mkdirSync(dirname(target), { recursive: true });
      if (text === null) rmSync(target, { recursive: true, force: true });
      else writeFileSync(target, text);
    }
  };
  const commit = (message: string, changed: Readonly<Record<string, string | null>> = {}): string => {
    write(changed);
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  git('init', '-q', '-b', 'main');
  if (files !== undefined) commit('start', files);
  return { directory, git, write, commit, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) };
};
