// How is a JSON pointer read by a person?
import { visible } from './visible.ts';

const PLAIN = /^[A-Za-z_$][\w$-]*$/;
const MATCHED = /^\[.*\]$/s;
const INDEX = /^\d+$/;

const decoded = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

const segment = (token: string): string => {
  if (PLAIN.test(token)) return `.${token}`;
  if (MATCHED.test(token)) return visible(token);
  return INDEX.test(token) ? `[${token}]` : `[${JSON.stringify(visible(token))}]`;
};

/** `/spec/containers/[name=web]/image` (RFC 6901) as `spec.containers[name=web].image`; the empty pointer is `(whole object)`. */
export const fieldPath = (pointer: string): string => {
  const text = pointer
    .split('/')
    .slice(1)
    .map((token) => segment(decoded(token)))
    .join('');
  return text === '' ? '(whole object)' : text.replace(/^\./, '');
};
