// Is the same object rendered twice?
import { apiGroup, objectRef, refKey, refText } from '@fairway/manifests';
import type { Check } from '../model.ts';
import { draft } from './draft.ts';

/** Two versions of one API name the same object; one without a namespace lands in the namespace of the app. */
export const duplicateObject: Check = ({ app, objects }) => {
  const home = app.namespaces[0];
  const named = objects.filter((object) => typeof object.metadata.name === 'string');
  const groups = Map.groupBy(named, (object) => {
    const namespace = object.metadata.namespace ?? home;
    return refKey({ ...objectRef(object), ...(namespace === undefined ? {} : { namespace }) });
  });
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return [];
    const versions = new Set([first, ...others].map((object) => object.apiVersion));
    const how = versions.size > 1 ? `, as ${[...versions].join(' and ')}` : '';
    const group = apiGroup(first.apiVersion);
    const what = `${refText(objectRef(first))}${group === '' ? '' : ` (${group})`}`;
    return [
      draft('duplicate-object', {
        message: `${what} is rendered ${others.length + 1} times${how}`,
        object: objectRef(first),
        data: { times: others.length + 1 },
      }),
    ];
  });
};
