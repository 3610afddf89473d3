// Which environments does a person mean by a name or a stage?
import { InputError } from '@fairway/contracts';
import { quote } from './config/show-value.ts';
import { didYouMean } from './config/suggest.ts';
import type { Environment } from './model.ts';

/** Environments with this name, else those of this stage, in their order. Throws InputError, naming what there is, when it is neither. */
export function matchEnvironment<T extends Pick<Environment, 'name' | 'stage'>>(
  environments: readonly T[],
  nameOrStage: string,
): readonly T[] {
  const named = environments.filter(({ name }) => name === nameOrStage);
  const staged = environments.filter(({ stage }) => stage === nameOrStage);
  const matched = environments.filter((environment) => named.includes(environment) || staged.includes(environment));
  if (matched.length > 0) return matched;
  const known = [...new Set(environments.flatMap(({ name, stage }) => (stage === undefined ? [name] : [name, stage])))];
  const names = known.length === 0 ? 'this repository has no environments' : `there are: ${known.join(', ')}`;
  throw new InputError('input-invalid', `${quote(nameOrStage)} is no environment and no stage`, {
    hint: [didYouMean(nameOrStage, known), names].filter((part) => part !== '').join(' '),
  });
}
