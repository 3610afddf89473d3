// Which addresses may git be sent to, and by which protocols?
import { InputError } from '@fairway/contracts';
import { isLoopback } from '../tools/addresses.ts';
import { shownWord, sourceAddress } from './source-address.ts';
import type { SourceContext } from './source-options.ts';

/** An address for git, and what it may speak to reach it, redirects included. */
export interface GitAddress {
  readonly url: string;
  readonly protocols: string;
}

/** `git@host:path`, the short form of ssh. */
const SHORT = /^([A-Za-z0-9_][A-Za-z0-9._-]{0,63})@([A-Za-z0-9][A-Za-z0-9.-]{0,252}):(?!\/\/)([^\s:][^\s]{0,1000})$/;

/** Reads the address of a git repository: https, ssh, and http on this machine. Throws InputError. */
export const gitAddress = (text: string, context: Pick<SourceContext, 'allowHosts'>): GitAddress => {
  const short = SHORT.exec(text);
  const whole = short === null ? text : `ssh://${short[1]}@${short[2]}/${(short[3] ?? '').replace(/^\/+/, '')}`;
  const url = sourceAddress(whole, ['https:', 'ssh:', 'http:'], context);
  // A name that begins with a dash would be a flag to ssh.
  if (url.hostname.startsWith('-') || url.username.startsWith('-'))
    throw new InputError('input-invalid', `the source ${shownWord(text)} is not asked: its host or user begins with a dash`);
  const local = isLoopback(url) && url.protocol !== 'ssh:';
  return { url: url.href, protocols: local ? 'http:https' : url.protocol.slice(0, -1) };
};
