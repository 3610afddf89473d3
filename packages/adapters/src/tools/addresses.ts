// From which addresses may programs be fetched?
import { InputError, RemoteError } from '@fairway/contracts';
import type { Environment } from './paths.ts';

/** True for this machine itself: 127.0.0.0/8, ::1, localhost. */
export const isLoopback = (url: URL): boolean =>
  url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(url.hostname);

/** True where machines of a cloud ask for their own secrets: link-local addresses and the names that stand for them. */
export const isMetadata = (url: URL): boolean =>
  /^169\.254\.\d{1,3}\.\d{1,3}$/.test(url.hostname) ||
  /^\[(?:fe[89ab][0-9a-f]:|fd00:ec2::254\]|::ffff:a9fe:)/.test(url.hostname) ||
  ['100.100.100.200', 'metadata.google.internal', 'metadata.google.internal.', 'instance-data'].includes(url.hostname);

/** Address as a person may see it: no credentials, no query (which may hold a token). */
export const printable = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`;

/** Plain http only on this machine, and only where the request began there: a server elsewhere must not steer us to local services. */
export const isAllowed = (url: URL, start: URL): boolean => {
  if (isMetadata(url)) return url.protocol === 'https:' && url.origin === start.origin;
  if (isLoopback(url)) return isLoopback(start) && (url.protocol === 'http:' || url.protocol === 'https:');
  return url.protocol === 'https:';
};

/** Next address of a redirect. Throws `RemoteError` where it may not be followed. */
export const redirectTarget = (location: string | null, from: URL, start: URL): URL => {
  const operation = `download of ${printable(start)}`;
  const target = location !== null && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (!target) throw new RemoteError(`${printable(from)} redirects to no address`, { operation });
  if (isAllowed(target, start)) return target;
  throw new RemoteError(`${printable(from)} redirects to ${printable(target)}, which is not allowed: only https is followed`, {
    operation,
  });
};

const MIRROR = 'FAIRWAY_TOOLS_MIRROR';

/** Base address of a mirror from the flag or from FAIRWAY_TOOLS_MIRROR. Throws `InputError` for anything but https (or http on loopback). */
export const mirrorAddress = (flag: string | undefined, environment: Environment): URL | undefined => {
  const value = flag ?? environment[MIRROR];
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url && isAllowed(url, url) && url.search === '' && url.hash === '') return url;
  throw new InputError('input-invalid', `the mirror must be an https address without query${url ? `, found ${printable(url)}` : ''}`, {
    hint: `Set ${MIRROR} to something like https://mirror.example/tools; below it, the host and path of the original address are asked for.`,
  });
};

/** Address on the mirror: its base, then host and path of the original. */
export const mirrored = (original: string, mirror: URL | undefined): URL => {
  const url = new URL(original);
  if (!mirror) return url;
  const target = new URL(mirror);
  target.pathname = `${mirror.pathname.replace(/\/+$/, '')}/${url.host}${url.pathname}`;
  return target;
};
