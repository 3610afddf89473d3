// How does every root command start? Installs what the lock file says, then hands over to the Node 24 that it brings. Needs nothing but Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));

const stop = (message) => {
  process.stderr.write(`fairway: ${message}\n`);
  process.exit(2);
};

const majorOf = (version) => Number.parseInt(version.replace(/^v/, ''), 10);

/** `npm ci` when the lock file is not the one that node_modules was made from. */
const installDependencies = () => {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.fairway-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('fairway: installing the dependencies of the lock file (once)\n');
  const npm = process.env.npm_execpath;
  const [command, ...before] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const done = spawnSync(command, [...before, 'ci', '--ignore-scripts', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.error) stop(`npm could not be started: ${done.error.message}`);
  if (done.status !== 0) stop(`npm ci ended with ${done.status}; see its message above`);
  writeFileSync(stamp, lock);
};

const findNode24 = () => {
  const brought = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(brought)) return brought;
  if (majorOf(process.version) >= 24) return process.execPath;
  return stop(
    `Node 24 or newer is needed on ${process.platform}-${process.arch}; this is ${process.version}. Install it from nodejs.org and try again.`,
  );
};

if (process.platform === 'win32') stop('Windows is not supported; use WSL or a Linux container.');
if (majorOf(process.version) < 20) stop(`Node 20 or newer is needed to start; this is ${process.version}.`);
installDependencies();
const node = findNode24();
process.env.PATH = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
process.env.NODE_COMPILE_CACHE ??= join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'fairway', 'compile');
process.env.TURBO_TELEMETRY_DISABLED = '1';

if (majorOf(process.version) >= 24) {
  // Already there: one process less. The path of the script takes the place of this one, as if it had been started itself.
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  process.argv.splice(1, 1, join(root, 'scripts', 'run.mjs'));
  await import('./run.mjs');
} else {
  // A run makes much and ends soon: with the generations that V8 starts with, collections cost a sixth of it.
  const child = spawn(
    node,
    ['--max-semi-space-size=64', '--initial-old-space-size=512', join(root, 'scripts', 'run.mjs'), ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
