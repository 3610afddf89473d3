// At which address can a person see a place of the repository?
import type { Location } from '@fairway/contracts';

const BASE = /^https?:\/\/[^\s<>()"'`\\?#]{1,2000}$/;

/** Every character that ends a link, or that a path must not have, is encoded. */
const segment = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** `<base>/<file>#L<line>`; undefined without a base, for a base that is no web address, and for a path that leaves the repository. */
export const sourceLink = (base: string | undefined, at: Location): string | undefined => {
  const names = at.file.split('/');
  if (base === undefined || !BASE.test(base) || names.some((name) => name === '' || name === '.' || name === '..')) return undefined;
  return `${base.replace(/\/+$/, '')}/${names.map(segment).join('/')}${at.line === undefined ? '' : `#L${at.line}`}`;
};
