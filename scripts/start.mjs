// What does `npm start` show? The repository's own environments, rendered and compared with the commit before, as text and as an HTML page.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const hasParent = spawnSync('git', ['-C', root, 'rev-parse', '--verify', '--quiet', 'HEAD~1^{commit}'], { stdio: 'ignore' }).status === 0;
const reports = join(root, '.fairway', 'report');
const args = [
  '-C',
  root,
  'render',
  '--report-dir',
  reports,
  ...(hasParent ? ['--base', 'HEAD~1'] : ['--verbose']),
  ...process.argv.slice(2),
];
const done = spawnSync(process.execPath, [join(root, 'scripts', 'run.mjs'), 'cli', ...args], { stdio: 'inherit' });
process.stderr.write(
  `\nThe same as a page: .fairway/report/report.html\nTry: ./fairway render --base HEAD~3 · ./fairway -C ../another-repository render · ./fairway --help\n`,
);
process.exit(done.status ?? 1);
