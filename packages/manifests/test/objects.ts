// How do tests write objects: as YAML text, the way people know them.
import type { ManifestObject } from '../src/model.ts';
import { parseManifests } from '../src/parse-manifests.ts';

/** Objects of a YAML text; throws when anything in it is no object. */
export function objectsOf(text: string): readonly ManifestObject[] {
  const { objects, problems } = parseManifests(text);
  const [first] = problems;
  if (first !== undefined) throw new Error(`${first.line}:${first.column} ${first.message}`);
  return objects;
}

/** The one object of a YAML text. */
export function objectOf(text: string): ManifestObject {
  const [object, ...others] = objectsOf(text);
  if (object === undefined || others.length > 0) throw new Error('the text must hold one object');
  return object;
}
