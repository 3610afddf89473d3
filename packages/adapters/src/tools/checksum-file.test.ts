// Is the right checksum read from what upstream publishes?
import { expect, test } from 'vitest';
import { checksumOf } from './checksum-file.ts';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);

test.each([
  ['two blanks', `${b}  other.tar.gz\n${a}  tool.tar.gz\n`],
  ['binary mark', `${a} *tool.tar.gz\n`],
  ['Windows line ends', `${a}  tool.tar.gz\r\n`],
  ['capitals', `${a.toUpperCase()}  tool.tar.gz`],
  ['told twice alike', `${a}  tool.tar.gz\n${a}  tool.tar.gz\n`],
  ['comments and blank lines', `# sums\n\n${a}  tool.tar.gz\n`],
])('%s', (_name, text) => {
  expect(checksumOf(text, 'tool.tar.gz', 'sha256sum')).toBe(a);
});

test.each([
  ['absent', `${a}  tool.tar.gz.sbom\n`, 'does not name tool.tar.gz'],
  ['another directory', `${a}  dist/tool.tar.gz\n`, 'does not name tool.tar.gz'],
  ['told twice differently', `${a}  tool.tar.gz\n${b}  tool.tar.gz\n`, 'with different checksums'],
  ['too short', `${'a'.repeat(40)}  tool.tar.gz\n`, 'does not name tool.tar.gz'],
  ['a page instead of a file', '<html>rate limited</html>', 'does not name tool.tar.gz'],
])('%s is refused', (_name, text, problem) => {
  expect(() => checksumOf(text, 'tool.tar.gz', 'sha256sum')).toThrow(problem);
});

test('a file of one digest', () => {
  expect(checksumOf(`${a}\n`, 'tool', 'single')).toBe(a);
  expect(() => checksumOf(`${a}  tool\n`, 'tool', 'single')).toThrow('is not one SHA-256');
});
