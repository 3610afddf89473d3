// Which functions may the templates of an ApplicationSet call?
import type { FunctionTable } from '../function-types.ts';
import { ARGO } from './argo.ts';
import { BUILTIN } from './builtin.ts';
import { DATES } from './dates.ts';
import { DECIMALS } from './decimals.ts';
import { DICTS } from './dicts.ts';
import { ENCODING } from './encoding.ts';
import { JSON_FUNCTIONS } from './json.ts';
import { LISTS } from './lists.ts';
import { MATH } from './math.ts';
import { PATHS } from './paths.ts';
import { REFLECTION } from './reflection.ts';
import { REFUSED } from './refused.ts';
import { REGEX } from './regex.ts';
import { SEMVER } from './semver-functions.ts';
import { STRINGS } from './strings.ts';
import { URLS } from './urls.ts';
import { WORDS } from './words.ts';

/** text/template's own, sprig 3.3 without what reads the controller's surroundings, and Argo CD's. sprig's `slice` hides the built-in one. */
export const ARGO_FUNCTIONS: FunctionTable = {
  ...BUILTIN,
  ...STRINGS,
  ...WORDS,
  ...LISTS,
  ...DICTS,
  ...MATH,
  ...DECIMALS,
  ...JSON_FUNCTIONS,
  ...ENCODING,
  ...SEMVER,
  ...DATES,
  ...REGEX,
  ...URLS,
  ...PATHS,
  ...REFLECTION,
  ...ARGO,
  ...REFUSED,
};
