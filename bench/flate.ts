// Where is flate, the rival for Flux repositories? It is built with Go on first use and only ever run as a program.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const FLATE_VERSION = '0.6.5';

/** Path of the program: FAIRWAY_FLATE, else one in the toolkit's cache. Errors: throws where Go cannot build it. */
export const flateProgram = (): string => {
  const given = process.env['FAIRWAY_FLATE'];
  if (given !== undefined && given !== '') return given;
  const cache = process.env['FAIRWAY_CACHE_DIR'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fairway');
  const directory = join(cache, 'bench', `flate-${FLATE_VERSION}`);
  const program = join(directory, 'flate');
  if (existsSync(program)) return program;
  mkdirSync(directory, { recursive: true });
  process.stderr.write(`building flate ${FLATE_VERSION} with Go (once, some minutes)\n`);
  execFileSync('go', ['install', `github.com/home-operations/flate/cmd/flate@v${FLATE_VERSION}`], {
    env: { ...process.env, GOBIN: directory, GOTOOLCHAIN: 'go1.27.0', GOEXPERIMENT: 'jsonv2' },
    stdio: 'inherit',
  });
  return program;
};
