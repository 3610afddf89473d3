// Which version of its package did Go record in a program that cannot say it itself?
import { createReadStream } from 'node:fs';

/** More than the lines `path` and `mod` with their names, version and checksum can have. */
const LONGEST_LINES = 4096;

/**
 * Version of the module that `package` lies in, as `go version -m` shows it, with its `v`; `undefined` where the file is not this package,
 * or was built from a work tree (`(devel)`). Go keeps this text in every program that it links, also in a stripped one.
 */
export const recordedVersion = async (path: string, goPackage: string): Promise<string | undefined> => {
  const start = `path\t${goPackage}\nmod\t`;
  let text = '';
  for await (const chunk of createReadStream(path, { encoding: 'latin1', highWaterMark: 1024 * 1024 })) {
    text = text.slice(-LONGEST_LINES) + chunk;
    const found = text.indexOf(start);
    if (found < 0 || found + LONGEST_LINES > text.length) continue;
    return versionAfter(text.slice(found + start.length));
  }
  const found = text.lastIndexOf(start);
  return found < 0 ? undefined : versionAfter(text.slice(found + start.length));
};

/** `module<tab>version<tab or end of line>`. */
const versionAfter = (text: string): string | undefined => /^[^\t\n]+\t(v[^\t\n]+)[\t\n]/.exec(text)?.[1];
