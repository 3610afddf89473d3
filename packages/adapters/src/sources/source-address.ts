// Which addresses of charts, artifacts and repositories are asked at all?
import { InputError } from '@fairway/contracts';
import { isLoopback, isMetadata, printable } from '../tools/addresses.ts';
import type { SourceContext } from './source-options.ts';

const HINT = 'Sources are reached by https, oci or ssh; plain http is for this machine alone.';

/** A word from a repository as a message may show it: short, without line ends, without a password of an address. */
export const shownWord = (text: string): string =>
  JSON.stringify(text.replace(/\/\/[^/?#]*@/, '//***@').slice(0, 200))
    .slice(1, -1)
    .replaceAll('\\"', '"');

/**
 * Reads the address of a source: one of these schemes, no credentials, no query, no metadata service. Plain http only on loopback.
 * @throws InputError
 */
export const sourceAddress = (text: string, schemes: readonly string[], context: Pick<SourceContext, 'allowHosts'>): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const refuse = (reason: string, hint = HINT): InputError =>
    new InputError('input-invalid', `the source ${shownWord(text)} is not asked: ${reason}`, { hint });
  if (url === undefined || url.hostname === '') throw refuse('it is no address');
  if (url.username !== '' && (url.protocol !== 'ssh:' || url.password !== ''))
    throw refuse(
      'it holds credentials',
      'Take them out of the repository and give them by FAIRWAY_SOURCE_CREDENTIALS, see docs/guides/sources.md.',
    );
  if (url.search !== '' || url.hash !== '') throw refuse('it has a query or a fragment');
  if (isMetadata(url) && !context.allowHosts?.includes(url.hostname)) throw refuse('it is a link-local or metadata address');
  if (url.protocol === 'http:' && !isLoopback(url)) throw refuse('plain http could be changed on its way');
  if (!schemes.includes(url.protocol)) throw refuse(`it has the scheme ${url.protocol.slice(0, -1)}`);
  return url;
};

/** Address of a file that a server named, for messages. */
export const shownUrl = (url: URL): string => printable(url);
