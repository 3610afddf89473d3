// Which stage do the words of a name speak of?
import type { Stage } from '@fairway/contracts';

const STAGES: Readonly<Record<string, Stage>> = {
  dev: 'dev',
  development: 'dev',
  test: 'test',
  qa: 'test',
  uat: 'test',
  stg: 'test',
  staging: 'test',
  prod: 'prod',
  production: 'prod',
  prd: 'prod',
  live: 'prod',
};
const ORDER: readonly Stage[] = ['dev', 'test', 'prod'];

/** Words of a name: parts between anything but letters and digits, and between a lower and an upper case letter; a number at the end is no part of a word. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/\d+$/, ''))
    .filter((word) => word !== '');
}

/** All stages that the whole words of a name speak of, the strictest last. More than one is an ambiguity. */
export function stagesIn(name: string): readonly Stage[] {
  const found = new Set(wordsOf(name).map((word) => (Object.hasOwn(STAGES, word) ? STAGES[word] : undefined)));
  return ORDER.filter((stage) => found.has(stage));
}

/** Stage of an environment by the whole words of its name (`prod-eu-1`, `production-fwi` are prod); of several the strictest. */
export function stageOf(name: string): Stage | undefined {
  return stagesIn(name).at(-1);
}

/** Does the name say nothing but a stage, as `dev` or `prod2`? */
export function isStageWord(name: string): boolean {
  const words = wordsOf(name);
  return words.length === 1 && stagesIn(name).length === 1;
}
