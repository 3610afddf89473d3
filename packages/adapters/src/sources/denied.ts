// What is said where a server wants credentials?
import { RemoteError } from '@fairway/contracts';
import { printable } from '../tools/addresses.ts';
import { CREDENTIALS_VARIABLE } from './source-credentials.ts';

/** The error of a server that wants other credentials, or any. `from` says which were shown, never the credentials themselves. */
export const deniedError = (url: URL, status: number, from: string | undefined): RemoteError => {
  const message =
    from === undefined
      ? `${printable(url)} answered ${status}: it wants credentials, and none are known for ${url.host}`
      : `${printable(url)} answered ${status}: it does not take the credentials from ${from}`;
  return new RemoteError(message, {
    operation: `download of ${printable(url)}`,
    status,
    hint: `Set ${CREDENTIALS_VARIABLE} to ${url.protocol}//USER:PASSWORD@${url.host}, or for a registry log in with \`docker login\` or \`helm registry login\`. Many servers answer so too where the name does not exist.`,
  });
};
