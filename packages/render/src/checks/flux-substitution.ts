// Which rendered objects hold ${VAR}, which Flux would replace?
import { objectRef, refText } from '@fairway/manifests';
import type { Check } from '../model.ts';
import { draft, several } from './draft.ts';

const DISABLED = 'kustomize.toolkit.fluxcd.io/substitute';
/** `${VAR}` and its forms with a default or an operator (github.com/fluxcd/pkg/envsubst); `$${VAR}` is kept as it is. */
const VARIABLE = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]{0,127})(?:[:=^,/#%+?-][^{}]{0,512})?\}/g;

const variables = (value: unknown, found: Set<string>): Set<string> => {
  if (typeof value === 'string') {
    if (value.includes('${')) for (const match of value.matchAll(VARIABLE)) if (match[1] !== undefined) found.add(match[1]);
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) variables(item, found);
  }
  return found;
};

/** Where a reconciler object makes the app, what is replaced is known, and was. */
export const fluxSubstitution: Check = ({ objects, app }) =>
  (app.reconciledBy === undefined ? objects : []).flatMap((object) => {
    const { labels, annotations } = object.metadata;
    if (labels?.[DISABLED] === 'disabled' || annotations?.[DISABLED] === 'disabled') return [];
    const names = [...variables(object, new Set())].sort();
    if (names.length === 0) return [];
    return [
      draft('flux-substitution', {
        message: `${refText(objectRef(object))} holds ${several(names.map((name) => `\${${name}}`))}`,
        object: objectRef(object),
        data: { effect: 'substitution', variables: names.join(',') },
      }),
    ];
  });
