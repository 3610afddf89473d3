// Which repository of which registry does an oci:// address mean?
import { InputError } from '@fairway/contracts';
import { shownWord, sourceAddress } from './source-address.ts';
import type { SourceContext } from './source-options.ts';

/** A repository of a registry. */
export interface RegistryRepository {
  /** Where its API begins, by https: `https://ghcr.io`. */
  readonly base: URL;
  /** Path of the repository, without slashes at its ends. */
  readonly name: string;
  /** For messages. */
  readonly shown: string;
}

const NAME = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** Reads `oci://host[:port]/path`, joined with the name of a chart where one is given. Throws InputError. */
export const registryRepository = (
  text: string,
  chart: string | undefined,
  context: Pick<SourceContext, 'allowHosts'>,
): RegistryRepository => {
  // `oci:` is no scheme that URL knows: without one that it knows, hosts and ports would not be checked.
  if (!/^oci:\/\//i.test(text))
    throw new InputError('input-invalid', `the source ${shownWord(text)} is not asked: it does not begin with oci://`);
  const asked = sourceAddress(`https${text.slice(3)}`, ['https:'], context);
  // `URL` resolves dots and escapes: what is asked must be what is written.
  const path = text
    .slice('oci://'.length)
    .replace(/^[^/]*/, '')
    .replace(/^\/+|\/+$/g, '');
  const joined = chart === undefined ? path : `${path}${path === '' ? '' : '/'}${chart}`;
  const docker = ['docker.io', 'index.docker.io', 'registry-1.docker.io'].includes(asked.host);
  const name = docker && !joined.includes('/') ? `library/${joined}` : joined;
  if (name.length > 255 || !NAME.test(name))
    throw new InputError(
      'input-invalid',
      `the source ${shownWord(text)} is not asked: ${shownWord(joined)} is no name of a repository in a registry`,
      {
        hint: 'Such names have small letters, digits, and single dots, dashes or underscores between them.',
      },
    );
  const base = new URL(docker ? 'https://registry-1.docker.io' : asked.origin);
  return { base, name, shown: `oci://${docker ? 'docker.io' : asked.host}/${name}` };
};

/** A tag as it is asked for. Throws InputError. */
export const requireTag = (tag: string): string => {
  if (TAG.test(tag)) return tag;
  throw new InputError('input-invalid', `${shownWord(tag)} is no tag of a registry`, {
    hint: 'A tag has at most 128 letters, digits, dots, dashes and underscores.',
  });
};

/** A digest as it is asked for. Throws InputError. */
export const requireSha256 = (digest: string): string => {
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  throw new InputError('input-invalid', `${shownWord(digest)} is no digest: expected sha256: and 64 hexadecimal digits`);
};
