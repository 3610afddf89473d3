// How is the owner of a range named in a sentence?
import type { Location } from '@fairway/contracts';
import type { OwnedRange, OwnerKind } from './address-plan.ts';

const WORDS: Readonly<Record<OwnerKind, string>> = {
  vnet: 'virtual network',
  subnet: 'subnet',
  pods: 'pods',
  services: 'services',
  peered: 'peered network',
  egress: 'egress destination',
};

/** `subnet nodes-system 10.40.0.0/24 of prod` */
export const ownerText = ({ kind, name, range, cluster }: OwnedRange): string =>
  [WORDS[kind], name, range.text, 'of', cluster].filter((part) => part !== '').join(' ');

/** `clusters/prod/network.yaml:12:7` */
export const placeText = ({ file, line, column }: Location): string => [file, line, column].filter((part) => part !== undefined).join(':');

/** The owner and where it is written. */
export const ownerAtText = (owned: OwnedRange): string => `${ownerText(owned)} (${placeText(owned.at)})`;

/** `1,024`; beyond 2^32 as a power of two, where it is one. */
export const countText = (count: bigint): string => {
  const digits = count.toString(2);
  if (digits.length > 33 && /^10*$/.test(digits)) return `2^${digits.length - 1}`;
  return count.toLocaleString('en-US');
};
