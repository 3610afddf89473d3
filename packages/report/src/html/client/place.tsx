// How does a place in a file stand on the page: as a link where it is known where files are shown?
import type { Location } from '@fairway/contracts';
import { useContext } from 'preact/hooks';
import { locationText } from '../../object-name.ts';
import { sourceLink } from '../../source-link.ts';
import { PageContext } from './page-context.ts';

/** `file:line`; a link to it with `sourceUrl`. */
export const Place = ({ at }: { readonly at: Location }) => {
  const { sourceUrl } = useContext(PageContext);
  const link = sourceLink(sourceUrl, at);
  const text = <code>{locationText(at)}</code>;
  return link === undefined ? text : <a href={link}>{text}</a>;
};
