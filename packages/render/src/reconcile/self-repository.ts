// Is an address the repository that is looked at?

/** Without scheme, user, port of the scheme, `.git` and case of the host: `git@host:a/b.git` and `https://host/a/b` are one. */
export const plainAddress = (url: string): string => {
  const scp = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.+)$/.exec(url);
  const rest = scp === null ? url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '') : `${scp[1]}/${scp[2]}`;
  const [host = '', ...path] = rest.replace(/^[^@/]*@/, '').split('/');
  const clean = path
    .filter((part) => part !== '')
    .join('/')
    .replace(/\.git$/, '');
  return `${host.toLowerCase().replace(/:(22|80|443)$/, '')}/${clean}`;
};

const lastOf = (address: string): string => address.slice(address.lastIndexOf('/') + 1).toLowerCase();

export interface SelfQuestion {
  /** Remotes of the checkout and what fairway.yaml says. */
  readonly own: readonly string[];
  /** Is one of `own` among the addresses that the repository's objects name? Then it is settled which address means this repository. */
  readonly named: boolean;
  /** Of the paths that all objects together ask of this address, at least half are here: see `areMostlyHere`. */
  readonly mostlyHere?: boolean;
  readonly exists: (path: string) => boolean;
}

/** At least half of the paths, and one at all. There may be many, so that this is counted once for an address. */
export const areMostlyHere = (paths: readonly string[], exists: (path: string) => boolean): boolean =>
  paths.length > 0 && paths.filter(exists).length * 2 >= paths.length;

/** What was taken for this repository without its address saying so. */
export interface SelfAnswer {
  readonly self: boolean;
  readonly guessed: boolean;
}

/**
 * By address where that is known. A fork or a mirror has another address and the same name; where no remote is known at all, an address
 * whose paths are all here is taken, since a checkout without remotes is all that there is to ask.
 */
export const isSelf = (url: string, paths: readonly string[], { own, named, mostlyHere = false, exists }: SelfQuestion): SelfAnswer => {
  const address = plainAddress(url);
  if (own.some((one) => plainAddress(one) === address)) return { self: true, guessed: false };
  if (named) return { self: false, guessed: false };
  if (mostlyHere) return { self: true, guessed: true };
  const wanted = paths.map((path) => path.replace(/^(\.\/)+/, '').replace(/\/+$/, '')).filter((path) => path !== '.');
  const here = wanted.every(exists);
  const fork = own.some((one) => lastOf(plainAddress(one)) === lastOf(address));
  const telling = wanted.some((path) => path !== '');
  return here && (fork || telling) ? { self: true, guessed: true } : { self: false, guessed: false };
};
