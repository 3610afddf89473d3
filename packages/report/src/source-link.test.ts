// Can a link be anything but the file under the given address?
import { describe, expect, it } from 'vitest';
import { sourceLink } from './source-link.ts';

const BASE = 'https://github.com/a/b/blob/1a2b';

describe('sourceLink', () => {
  it.each([
    ['apps/x.yaml', 3, `${BASE}/apps/x.yaml#L3`],
    ['apps/x.yaml', undefined, `${BASE}/apps/x.yaml`],
    ['a b/ü(1)>".yaml', 1, `${BASE}/a%20b/%C3%BC%281%29%3E%22.yaml#L1`],
    ['a?b#c', undefined, `${BASE}/a%3Fb%23c`],
    ['\ud800', undefined, `${BASE}/%EF%BF%BD`],
  ])('%j', (file, line, link) => {
    expect(sourceLink(BASE, { file, ...(line === undefined ? {} : { line }) })).toBe(link);
  });

  it.each(['../x', 'a/../../x', '/etc', 'a//b', './a', ''])('none for %j', (file) => {
    expect(sourceLink(BASE, { file })).toBeUndefined();
  });

  it.each([undefined, 'javascript:alert(1)', 'https://x/a b', 'https://x/"><b>', 'https://x/?q', 'ftp://x'])('none below %j', (base) => {
    expect(sourceLink(base, { file: 'a' })).toBeUndefined();
  });
});
