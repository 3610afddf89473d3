// What does the gate run, and how is it counted? Every set of tests and every check, all of them, then one line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = mkdtempSync(join(tmpdir(), 'fairway-ci-'));
const total = { passed: 0, failed: 0 };
const failedSteps = [];

/** Test sets are counted test by test, any other step as one. A set that reports no test has failed. */
const step = (name, command, args, counted) => {
  const report = join(reports, `${name.replaceAll(/\W/g, '-')}.json`);
  process.stdout.write(`\n── ${name}\n`);
  const begin = Date.now();
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...(counted ? { FAIRWAY_TEST_REPORT: report } : {}) },
  });
  const ok = done.status === 0;
  const found = counted && existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  const passed = found?.numPassedTests ?? (ok && !counted ? 1 : 0);
  const failed = found?.numFailedTests ?? 0;
  total.passed += passed;
  total.failed += failed;
  if (!ok && failed === 0) total.failed += 1;
  if (counted && ok && passed === 0) total.failed += 1;
  if (!ok || (counted && passed === 0)) failedSteps.push(name);
  process.stdout.write(
    `── ${name}: ${ok ? 'ok' : `ended with ${done.status ?? done.signal}`} after ${Math.round((Date.now() - begin) / 1000)} s\n`,
  );
};

step('npm test', 'npm', ['test'], true);
step('npm run test:system', 'npm', ['run', 'test:system'], true);
step('npm run check', 'npm', ['run', 'check'], false);
if (existsSync(process.env.FAIRWAY_CORPUS ?? join(root, '..', 'shared', 'corpus'))) step('npm run corpus', 'npm', ['run', 'corpus'], true);
else process.stdout.write('\nnot run: corpus, because there is no folder of manifests (FAIRWAY_CORPUS)\n');
step('npm start', 'npm', ['start'], false);
step('work tree is clean', 'git', ['diff', '--exit-code', '--stat'], false);

rmSync(reports, { recursive: true, force: true });
if (failedSteps.length > 0) process.stdout.write(`\nfailed: ${failedSteps.join(', ')}\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);
