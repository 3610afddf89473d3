// What does Flux install for a HelmRelease object?
import { valuesFile } from '../helm-values/values-file.ts';
import type { Expand, ExpandedPart, Expansion, ObjectKey, SightedObject, World } from '../model.ts';
import { keyOf, keyText, namespaceOf, problemOf } from './flux-object.ts';
import { chartFiles } from './helm-chart-files.ts';
import { placeChart } from './helm-chart-place.ts';
import { afterRelease } from './helm-release-after.ts';
import { releaseFindings } from './helm-release-findings.ts';
import { nameProblems, releaseName, releaseNamespace } from './helm-release-name.ts';
import { HELM_GROUP, type HelmReleaseSpec, readHelmRelease } from './helm-release-spec.ts';
import { collectValues } from './helm-release-values.ts';

function dependsOn(sighted: SightedObject, { dependsOn: others = [] }: HelmReleaseSpec): readonly ObjectKey[] {
  return others.map(({ name, namespace = '' }) => ({
    group: HELM_GROUP,
    kind: 'HelmRelease',
    namespace: namespace === '' ? namespaceOf(sighted) : namespace,
    name,
  }));
}

/** No name of a namespace or of an object holds a slash: every object has a directory of its own. */
function valuesPath(sighted: SightedObject): string {
  return `.fairway/reconciled/helmrelease/${namespaceOf(sighted)}/${sighted.object.metadata.name}/values.yaml`;
}

async function expandSpec(sighted: SightedObject, spec: HelmReleaseSpec, world: World): Promise<Expansion> {
  const depends = dependsOn(sighted, spec);
  const itself = keyText(keyOf(sighted));
  const loop = depends.some((key) => keyText(key) === itself)
    ? [problemOf(sighted, 'it depends on itself, and would wait for ever', { hint: 'take its own name out of spec.dependsOn' })]
    : [];
  const [first, ...rest] = [...nameProblems(sighted, spec), ...loop];
  if (first !== undefined) return { kind: 'failed', problems: [first, ...rest] };
  const placed = await placeChart(sighted, spec, world);
  if (placed.kind !== 'placed') return placed;
  const values = await collectValues(sighted, spec, world);
  if (values.kind === 'failed') return { kind: 'failed', problems: [values.problem] };
  if (values.kind !== 'ok') return values;
  const chart = await chartFiles(sighted, placed, world);
  if (chart.kind === 'failed') return { kind: 'failed', problems: [chart.problem] };
  if (chart.kind !== 'ok') return chart;
  const files = new Map(chart.files);
  const written = valuesFile(values.values);
  const some = Object.keys(values.values).length > 0;
  if (some) files.set(valuesPath(sighted), written.text);
  const part: ExpandedPart = {
    renderer: {
      kind: 'helm',
      chart: placed.path,
      valueFiles: some ? [valuesPath(sighted)] : [],
      releaseName: releaseName(sighted, spec),
      namespace: releaseNamespace(sighted, spec),
      // Of install and upgrade, install counts: what is rendered is a release that is not there yet, and `Create` is its default.
      skipCrds: spec.install?.crds === 'Skip',
      // Flux makes the objects of tests only when it is to run them.
      skipTests: spec.test?.enable !== true,
      outputReader: 'kustomize',
      ...(written.parameters.length === 0 ? {} : { parameters: written.parameters }),
      ...(spec.install?.disableSchemaValidation === true ? { skipSchemaValidation: true } : {}),
    },
    files,
    after: afterRelease(sighted, spec, { reconciler: world.reconciler, secrets: values.secrets }),
  };
  return {
    kind: 'app',
    parts: [part],
    findings: [...releaseFindings(sighted, spec, world.reconciler), ...chart.findings, ...values.findings],
    dependsOn: depends,
    uses: [...placed.uses, ...values.uses],
  };
}

/**
 * Flux `HelmRelease` (helm.toolkit.fluxcd.io v2, v2beta2, v2beta1): the chart as source-controller packs it, the values as helm-controller
 * merges them, and what it does to the objects then. Drift detection, tests, rollback, storage and impersonation change nothing that is rendered.
 */
export const expandHelmRelease: Expand = async (sighted, world) => {
  const reading = readHelmRelease(sighted, world.reconciler);
  return reading.ok ? expandSpec(sighted, reading.value, world) : { kind: 'failed', problems: reading.problems };
};
