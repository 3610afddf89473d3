// What does `npm start` show? The repository's own environments, rendered and compared with the state before their last change, as text and as an HTML page.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const git = (...args) => spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' }).stdout?.trim() ?? '';
/** The commit before the last one that touched what is rendered; empty where history does not reach back that far. */
const lastChange = git('log', '-1', '--format=%H', '--', 'environments', 'clusters', 'templates', 'fairway.yaml', ':!*.md');
const base = lastChange === '' ? '' : git('rev-parse', '--verify', '--quiet', `${lastChange}~1^{commit}`);
const reports = join(root, '.fairway', 'report');
const args = [
  '-C',
  root,
  'render',
  '--report-dir',
  reports,
  ...(base === '' ? ['--verbose'] : ['--base', base, '--base-exact']),
  ...process.argv.slice(2),
];
const done = spawnSync(process.execPath, [join(root, 'scripts', 'run.mjs'), 'cli', ...args], { stdio: 'inherit' });
process.stderr.write(
  `\nThe same as a page: .fairway/report/report.html\nTry: ./fairway render --base HEAD~3 · ./fairway -C ../another-repository render · ./fairway --help\n`,
);
process.exit(done.status ?? 1);
