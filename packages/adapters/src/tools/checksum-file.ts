// Which checksum does upstream publish for this download?
import { ToolError, type ToolRelease } from '@fairway/contracts';

const LINE = /^([0-9a-fA-F]{64})[ \t]+[ *]?(\S.*)$/;

const refuse = (asset: string, problem: string): ToolError =>
  new ToolError('tool-untrusted', `upstream's checksum file ${problem}`, {
    command: ['lock', asset],
    hint: 'Nothing was recorded. Look at the release page of the program, or at your mirror.',
  });

/**
 * SHA-256 (hex, lower case) of an asset from the text of a checksum file: `single` holds the bare digest, `sha256sum` lines of
 * digest and file name as coreutils writes them. Throws `ToolError` (`tool-untrusted`) where it is absent or told twice differently.
 */
export const checksumOf = (text: string, asset: string, format: ToolRelease['checksums']['format']): string => {
  if (format === 'single') {
    const digest = text.trim();
    if (/^[0-9a-fA-F]{64}$/.test(digest)) return digest.toLowerCase();
    throw refuse(asset, 'is not one SHA-256');
  }
  const matches = text.split(/\r?\n/).flatMap((line) => {
    const [, digest, name] = LINE.exec(line.trimEnd()) ?? [];
    return digest !== undefined && name === asset ? [digest.toLowerCase()] : [];
  });
  const [digest, ...others] = [...new Set(matches)];
  if (digest === undefined) throw refuse(asset, `does not name ${asset}`);
  if (others.length > 0) throw refuse(asset, `names ${asset} with different checksums`);
  return digest;
};
