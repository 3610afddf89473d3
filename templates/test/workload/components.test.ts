// Does each component change the bases that it is made for, in any order, and join what belongs together?
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffManifests, isRecord, type ManifestObject, matchesSelector, podTemplateOf, valueAt } from '@fairway/manifests';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { objectsOf, type Printed, type Programs, programs, runProgram, TEMPLATES, workshop } from './run-renderers.ts';

const tools: Programs = await programs();
const place = workshop();
afterAll(() => place[Symbol.dispose]());

const GROUPS = ['ha', 'placement', 'backup', 'observability', 'secrets'];
const HOME = join(TEMPLATES, 'kustomize/next/components');
const COMPONENTS = GROUPS.flatMap((group) => readdirSync(join(HOME, group)).map((name) => `${group}/${name}`)).toSorted();

/** The bases that a component says it is for. */
const MADE_FOR: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  COMPONENTS.map((component) => {
    if (component.startsWith('backup/')) return [component, ['app', 'stateful', 'job']];
    if (component === 'ha/hpa') return [component, ['app']];
    return [component, ['app', 'stateful']];
  }),
);

const read = (component: string): unknown => parse(readFileSync(join(HOME, component, 'kustomization.yaml'), 'utf8'));

const next = '../templates/kustomize/next';
let overlays = 0;
const buildOverlay = (base: string, components: readonly string[]): Promise<Printed> => {
  overlays += 1;
  const overlay = `overlay-${overlays}`;
  place.write(
    `${overlay}/kustomization.yaml`,
    JSON.stringify({
      namespace: 'example-test',
      namePrefix: 'web-',
      resources: [`${next}/bases/${base}`],
      components: components.map((component) => `${next}/components/${component}`),
      labels: [{ pairs: { 'app.kubernetes.io/name': 'web' }, includeSelectors: true }],
    }),
  );
  return runProgram(tools.kustomize, ['build', overlay], place.directory);
};

const done = new Map<string, Promise<Printed>>();
const run = (base: string, components: readonly string[]): Promise<Printed> => {
  const key = `${base} ${components.join(' ')}`;
  const printed = done.get(key) ?? buildOverlay(base, components);
  done.set(key, printed);
  return printed;
};

const build = async (base: string, components: readonly string[]): Promise<readonly ManifestObject[]> => {
  const { text, failure } = await run(base, components);
  expect(failure).toBe('');
  return objectsOf(text);
};
const failureOf = async (base: string, components: readonly string[]): Promise<string> => (await run(base, components)).failure;

describe.each(COMPONENTS)('component %s', (component) => {
  it('has a README that says what it needs and where it may stand', () => {
    const text = readFileSync(join(HOME, component, 'README.md'), 'utf8');
    expect(text).toContain(`# ${component}\n`);
    expect(text).toMatch(/Needs:/);
    expect(text).toMatch(/^Order: /m);
  });

  it.each(MADE_FOR[component] ?? [])('changes the base %s', async (base) => {
    expect(diffManifests(await build(base, []), await build(base, [component]))).not.toEqual([]);
  });

  it.each(MADE_FOR[component] ?? [])('leaves no patch without something to change in the base %s', async (base) => {
    const kinds = (await build(base, [])).map((object) => object.kind);
    const patches = valueAt(read(component), '/patches');
    for (const patch of Array.isArray(patches) ? patches : []) {
      const wanted = valueAt(patch, '/target/kind') ?? 'Service';
      expect(kinds.some((kind) => new RegExp(`^(${String(wanted)})$`).test(kind))).toBe(true);
    }
  });
});

const ALONE = ['placement/', 'backup/', 'secrets/'];
/** All that can be used together: of those that exclude each other, the first. */
const together = (base: string): readonly string[] =>
  COMPONENTS.filter((component) => MADE_FOR[component]?.includes(base)).filter(
    (component, _at, all) =>
      !ALONE.some((group) => component.startsWith(group) && all.find((other) => other.startsWith(group)) !== component),
  );
/** Backup labels what is there, as its README says. */
const backupLast = (components: readonly string[]): readonly string[] =>
  components.toSorted((a, b) => Number(a.startsWith('backup/')) - Number(b.startsWith('backup/')));

describe.each(['app', 'stateful', 'job'])('the components of base %s', (base) => {
  it('mean the same in any order', async () => {
    const components = backupLast(together(base));
    const forward = await build(base, components);
    expect(diffManifests(forward, await build(base, backupLast(components.toReversed())))).toEqual([]);
    const rotated = [...components.slice(3), ...components.slice(0, 3)];
    expect(diffManifests(forward, await build(base, backupLast(rotated)))).toEqual([]);
  });

  it('label everything for the backup where it stands last, and less where it stands first', async () => {
    const components = backupLast(together(base));
    const labelled = (objects: readonly ManifestObject[]) =>
      objects.filter(({ metadata }) => metadata.labels?.['lks.internal/backup'] === 'tier0');
    const all = await build(base, components);
    expect(labelled(all)).toHaveLength(all.length);
    const first = await build(base, components.toReversed());
    if (base !== 'job') expect(labelled(first).length).toBeLessThan(first.length);
  });
});

describe.each(['app', 'stateful'])('all components of base %s together', (base) => {
  const rendered = build(base, backupLast(together(base).filter((component) => component !== 'observability/monitor-export')));
  const pods = async (): Promise<Readonly<Record<string, string>>> =>
    (await rendered).map((object) => podTemplateOf(object)?.labels).find((labels) => labels !== undefined) ?? {};
  const kind = async (wanted: string): Promise<readonly ManifestObject[]> => (await rendered).filter((object) => object.kind === wanted);

  it('select exactly the pods of the app, in spread, affinity, budget and service', async () => {
    const [workload] = await kind(base === 'app' ? 'Deployment' : 'StatefulSet');
    const [budget] = await kind('PodDisruptionBudget');
    const services = await kind('Service');
    const template = '/spec/template/spec';
    const selectors = [
      valueAt(workload, '/spec/selector'),
      valueAt(workload, `${template}/topologySpreadConstraints/0/labelSelector`),
      valueAt(
        workload,
        `${template}/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm/labelSelector`,
      ),
      valueAt(budget, '/spec/selector'),
      ...services.map((service) => ({ matchLabels: valueAt(service, '/spec/selector') })),
    ];
    for (const selector of selectors) {
      expect(selector).toEqual({ matchLabels: { 'app.kubernetes.io/component': 'app', 'app.kubernetes.io/name': 'web' } });
      expect(matchesSelector(selector, await pods())).toBe(true);
    }
  });

  it('lead from the monitor to a port of the container', async () => {
    const [monitor] = await kind('ServiceMonitor');
    const labels = { 'app.kubernetes.io/component': 'app', 'app.kubernetes.io/name': 'web', 'lks.internal/metrics': 'true' };
    expect(valueAt(monitor, '/spec/selector')).toEqual({ matchLabels: labels });
    const found = (await kind('Service')).filter(({ metadata }) =>
      matchesSelector(valueAt(monitor, '/spec/selector'), metadata.labels ?? {}),
    );
    expect(found.map(({ metadata }) => metadata.name)).toEqual(['web-app']);
    const ports = valueAt(found[0], '/spec/ports');
    const port = Array.isArray(ports)
      ? ports.find((entry) => isRecord(entry) && entry.name === valueAt(monitor, '/spec/endpoints/0/port'))
      : undefined;
    const [workload] = await kind(base === 'app' ? 'Deployment' : 'StatefulSet');
    const own = valueAt(workload, '/spec/template/spec/containers/0/ports');
    expect(own).toEqual(expect.arrayContaining([{ name: isRecord(port) ? port.targetPort : undefined, containerPort: 9090 }]));
    expect((await pods())['lks.internal/metrics']).toBe('true');
  });

  it('lead from the files to the secret of the same name', async () => {
    const [secret] = await kind('ExternalSecret');
    const [workload] = await kind(base === 'app' ? 'Deployment' : 'StatefulSet');
    const volumes = valueAt(workload, '/spec/template/spec/volumes');
    const mounted = Array.isArray(volumes) ? volumes.flatMap((volume) => valueAt(volume, '/secret/secretName') ?? []) : [];
    expect(mounted).toEqual([secret?.metadata.name]);
    expect(secret?.metadata.name).toBe('web-app-secrets');
  });
});

describe('components that exclude each other', () => {
  it.each([
    ['placement/cpu', 'placement/gpu'],
    ['backup/tier0', 'backup/tier2'],
    ['secrets/eso', 'secrets/sops'],
  ])('are refused together: %s and %s', async (one, other) => {
    const failure = await failureOf('app', [one, other]);
    expect(failure).toContain('may not add resource with an already registered id');
    expect(failure).toContain(`${one.split('/')[0]}.[noNs]`);
  });
});

describe('a component that scales', () => {
  it('leaves no number of replicas beside the scaler, and leads to the workload', async () => {
    const objects = await build('app', ['ha/hpa']);
    const workload = objects.find((object) => object.kind === 'Deployment');
    expect(valueAt(workload, '/spec/replicas')).toBeUndefined();
    const before = (await build('app', [])).find((object) => object.kind === 'Deployment');
    expect(valueAt(before, '/spec/replicas')).toBe(1);
    const scaler = objects.find((object) => object.kind === 'HorizontalPodAutoscaler');
    expect(valueAt(scaler, '/spec/scaleTargetRef/name')).toBe(workload?.metadata.name);
  });
});

describe('bases', () => {
  it.each(['app', 'stateful', 'job'])('%s has a README', (base) => {
    expect(existsSync(join(TEMPLATES, 'kustomize/next/bases', base, 'README.md'))).toBe(true);
  });
});
