// What does a chart make of one of its scenarios, perhaps with further values? Rendered once for each test file.
import type { ManifestObject } from '@fairway/manifests';
import { helmTemplate, objectsOf, type Printed, type Programs, type Workshop } from './run-renderers.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

type Fields = Readonly<Record<string, unknown>>;

export const scenarioOf = (chart: string, name: string): Scenario => {
  const scenario = SCENARIOS.find(({ id }) => id === `${chart}/${name}`);
  if (scenario === undefined) throw new Error(`${chart} has no ci/${name}-values.yaml`);
  return scenario;
};

export interface Renderings {
  /** What helm printed, or why it failed. `more`: values on top of those of the scenario. */
  readonly print: (scenario: Scenario, more?: Fields, helm?: string) => Promise<Printed>;
  /** Throws where helm fails. */
  readonly objects: (scenario: Scenario, more?: Fields, helm?: string) => Promise<readonly ManifestObject[]>;
}

/** Values files go into the workshop; helm 4 unless another is named. */
export const renderings = (tools: Programs, place: Workshop): Renderings => {
  const done = new Map<string, Promise<Printed>>();
  const print = (scenario: Scenario, more: Fields = {}, helm = tools.helm4): Promise<Printed> => {
    const key = JSON.stringify([scenario.id, more, helm]);
    const own = Object.keys(more).length === 0 ? [] : [place.write(`values-${done.size}.json`, JSON.stringify(more))];
    const printed = done.get(key) ?? helmTemplate(helm, { ...scenario, valueFiles: [...scenario.valueFiles, ...own] }, place.directory);
    done.set(key, printed);
    return printed;
  };
  return {
    print,
    objects: async (scenario, more, helm) => {
      const { text, failure } = await print(scenario, more, helm);
      if (failure !== '') throw new Error(`${scenario.id}: ${failure}`);
      return objectsOf(text);
    },
  };
};
