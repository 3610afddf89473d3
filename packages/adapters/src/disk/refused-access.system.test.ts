// What root may read nobody else may: runs as another user, which needs root.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const NOBODY = 65534;
let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-refused-')));
  chmodSync(root, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('a file and a directory that may not be read are named', () => {
  writeFileSync(join(root, 'secret.yaml'), 'a: b');
  chmodSync(join(root, 'secret.yaml'), 0o600);
  const files = JSON.stringify(new URL('./read-path.ts', import.meta.url).href);
  const walk = JSON.stringify(new URL('./walk-directory.ts', import.meta.url).href);
  const script = `
    import { createDiskReader } from ${files};
    import { walkDirectory } from ${walk};
    const tell = (action) => { try { console.log(action()); } catch (error) { console.log(error.code + ' ' + error.at.file + ' ' + error.message); } };
    tell(() => createDiskReader(${JSON.stringify(root)})('secret.yaml', 100));
    tell(() => walkDirectory(${JSON.stringify(root)}, 10, () => new Error()));`;
  mkdirSync(join(root, 'closed'), { mode: 0o700 });
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
    uid: NOBODY,
    gid: NOBODY,
    cwd: import.meta.dirname,
  });
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toEqual([
    'file-unreadable secret.yaml secret.yaml cannot be read: permission denied',
    'file-unreadable closed The directory closed cannot be listed',
    '',
  ]);
});
