// What does a generator need to know of its ApplicationSet?
import type { GoMap } from '../../go-template/values.ts';
import type { SightedObject, World } from '../../model.ts';
import type { TemplateLanguage } from '../template-render.ts';

export interface GeneratorContext {
  readonly sighted: SightedObject;
  readonly world: World;
  readonly language: TemplateLanguage;
  /** Counts parameter sets; throws GeneratorFault beyond what one set may make. */
  readonly count: (sets: number) => void;
  /** One sentence for what is only known in part. */
  readonly partly: (sentence: string) => void;
}

export type Mapping = Readonly<Record<string, unknown>>;

/** One generator, as it is written. `field` is its path in the object, such as `spec.generators[0].list`. */
export interface GeneratorSpec {
  readonly spec: Mapping;
  readonly field: string;
}

/** Makes the parameter sets of one kind of generator. Throws GeneratorFault, TemplateFault or NotLookedAt. */
export type Generate = (generator: GeneratorSpec, context: GeneratorContext) => Promise<readonly GoMap[]>;
