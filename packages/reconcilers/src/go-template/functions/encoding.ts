// Which functions encode and hash?
import { createHash } from 'node:crypto';
import { type FunctionTable, type GoFunction, ofTexts } from '../function-types.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function toBase32(bytes: Uint8Array): string {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      out += ALPHABET[(held >> (bits - 5)) & 31];
      bits -= 5;
    }
    held &= 0xff;
  }
  if (bits > 0) out += ALPHABET[(held << (5 - bits)) & 31];
  return out.padEnd(Math.ceil(out.length / 8) * 8, '=');
}

function illegal(encoding: string, at: number): string {
  return `illegal ${encoding} data at input byte ${at}`;
}

function fromBase32(text: string): string {
  const plain = text.replaceAll(/[\r\n]/g, '');
  const bad = plain.search(/[^A-Z2-7=]/);
  if (bad >= 0) return illegal('base32', bad);
  if (plain.length % 8 !== 0 || !/^[A-Z2-7]*(?:={6}|={4}|={3}|=)?$/.test(plain)) return illegal('base32', Math.max(0, plain.indexOf('=')));
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of plain.replaceAll('=', '')) {
    held = ((held << 5) | ALPHABET.indexOf(char)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bytes.push((held >> (bits - 8)) & 0xff);
    bits -= 8;
  }
  return Buffer.from(bytes).toString('utf8');
}

/** Go gives the text of the error where it cannot decode. */
function fromBase64(text: string): string {
  const plain = text.replaceAll(/[\r\n]/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(plain) && plain.length % 4 === 0) return Buffer.from(plain, 'base64').toString('utf8');
  const bad = text.search(/[^A-Za-z0-9+/\r\n]/);
  return illegal('base64', bad >= 0 ? bad : plain.length - (plain.length % 4));
}

function adler32(text: string): string {
  let a = 1;
  let b = 0;
  for (const byte of Buffer.from(text, 'utf8')) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return String(b * 65536 + a);
}

const hash = (algorithm: 'sha1' | 'sha256' | 'sha512'): GoFunction =>
  ofTexts(1, ([text = '']) => createHash(algorithm).update(text, 'utf8').digest('hex'));

export const ENCODING: FunctionTable = {
  b64enc: ofTexts(1, ([text = '']) => Buffer.from(text, 'utf8').toString('base64')),
  b64dec: ofTexts(1, ([text = '']) => fromBase64(text)),
  b32enc: ofTexts(1, ([text = '']) => toBase32(Buffer.from(text, 'utf8'))),
  b32dec: ofTexts(1, ([text = '']) => fromBase32(text)),
  sha1sum: hash('sha1'),
  sha256sum: hash('sha256'),
  sha512sum: hash('sha512'),
  adler32sum: ofTexts(1, ([text = '']) => adler32(text)),
};
