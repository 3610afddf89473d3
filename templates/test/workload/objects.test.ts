// Does each scenario give the same objects under each helm, named, labelled and joined as they must be?
import { diffManifests, matchesSelector, objectName, podTemplateOf, valueAt } from '@fairway/manifests';
import { afterAll, describe, expect, it } from 'vitest';
import { renderings } from './render-scenario.ts';
import { helmTemplate, programs, workshop } from './run-renderers.ts';
import { SCENARIOS } from './scenarios.ts';

const tools = await programs();
const place = workshop();
afterAll(() => place[Symbol.dispose]());
const { objects: render, print } = renderings(tools, place);

describe.each(SCENARIOS)('the scenario $id', (scenario) => {
  it('gives the same objects under helm 4 and helm 3, and the same bytes twice', async () => {
    const [four, three] = await Promise.all([render(scenario), render(scenario, {}, tools.helm3)]);
    expect(diffManifests(four, three)).toEqual([]);
    const again = await helmTemplate(tools.helm4, scenario, place.directory);
    expect(again.text).toBe((await print(scenario)).text);
  });

  it('names each object once, in the namespace of the release, by its owner and environment', async () => {
    const objects = await render(scenario);
    const ids = objects.map((object) => `${object.apiVersion} ${object.kind} ${objectName(object)}`);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { metadata } of objects) {
      expect(metadata.namespace).toBe('example-test');
      expect(Object.keys(metadata.labels ?? {})).toEqual(
        expect.arrayContaining(['lks.internal/env', 'lks.internal/owner', 'app.kubernetes.io/part-of']),
      );
    }
  });

  it('selects exactly the serving pods, never those of hooks', async () => {
    const objects = await render(scenario);
    const pods = objects.filter((object) => podTemplateOf(object) !== undefined);
    for (const object of objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'PodDisruptionBudget', 'Service'].includes(kind))) {
      const selector = object.kind === 'Service' ? { matchLabels: valueAt(object, '/spec/selector') } : valueAt(object, '/spec/selector');
      const chosen = pods.filter((pod) => matchesSelector(selector, podTemplateOf(pod)?.labels ?? {}));
      expect(chosen.map(({ kind }) => kind)).toEqual([pods.find(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')?.kind]);
    }
  });

  it('names only ports that a container has', async () => {
    const objects = await render(scenario);
    const ports = new Set(
      objects.flatMap((object) => JSON.stringify(podTemplateOf(object)?.spec ?? {}).match(/"name":"[a-z-]+","containerPort"/g) ?? []),
    );
    const has = (name: unknown): boolean =>
      ports.has(`"name":"${String(name)}","containerPort"`) || ports.has(`"containerPort","name":"${String(name)}"`);
    for (const object of objects.filter(({ kind }) => kind === 'Service')) {
      const own = valueAt(object, '/spec/ports');
      for (const port of Array.isArray(own) ? own : [])
        expect([objectName(object), has(valueAt(port, '/targetPort'))]).toEqual([objectName(object), true]);
    }
    for (const object of objects.filter(({ kind }) => kind === 'NetworkPolicy')) {
      const named = JSON.stringify(object).matchAll(/"port":"([^"]+)"/g);
      for (const [, name] of named) expect([name, has(name)]).toEqual([name, true]);
    }
  });
});

describe('a release that runs already', () => {
  it('keeps its selectors: Kubernetes would refuse others', async () => {
    for (const scenario of SCENARIOS) {
      for (const object of (await render(scenario)).filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')) {
        expect(valueAt(object, '/spec/selector')).toEqual({
          matchLabels: { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': 'web' },
        });
      }
    }
  });
});
