// Can API servers call the webhooks that the objects announce?
import { isRecord, jsonPointer, type ManifestObject, matchesLabels, objectRef, refText, valueAt } from '@fairway/manifests';
import { ALL_V4 } from '../address-set.ts';
import type { NetworkFinding, Workload } from '../model.ts';
import { NO_PORTS, portRange } from '../ports.ts';
import { addressEnds, wayFinding, workloadEnds } from './check-reachable.ts';
import { type ProofContext, type ProofEnvironment, rangeNamed } from './context.ts';
import type { Obligation } from './obligation.ts';
import { type Blamed, bounded, type Checked, finding } from './proof-finding.ts';

type Webhooks = Extract<Obligation, { readonly kind: 'webhooks' }>;

interface Call {
  readonly object: ManifestObject;
  readonly pointer: string;
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

function callAt(object: ManifestObject, pointer: string): readonly Call[] {
  const service = valueAt(object, `${pointer}/clientConfig/service`);
  if (!isRecord(service) || typeof service.name !== 'string' || typeof service.namespace !== 'string') return [];
  const port = typeof service.port === 'number' ? service.port : 443;
  return [{ object, pointer: `${pointer}/clientConfig/service`, namespace: service.namespace, service: service.name, port }];
}

function callsOf(object: ManifestObject): readonly Call[] {
  if (object.kind === 'CustomResourceDefinition') return callAt(object, '/spec/conversion/webhook');
  if (object.kind !== 'ValidatingWebhookConfiguration' && object.kind !== 'MutatingWebhookConfiguration') return [];
  const webhooks: unknown = object.webhooks;
  return Array.isArray(webhooks) ? webhooks.flatMap((_, at) => callAt(object, jsonPointer('webhooks', at))) : [];
}

function serviceOf({ objects }: ProofEnvironment, { namespace, service }: Call): ManifestObject | undefined {
  return objects.find(
    ({ apiVersion, kind, metadata }) =>
      apiVersion === 'v1' && kind === 'Service' && metadata.name === service && metadata.namespace === namespace,
  );
}

/** The port of the pod behind a port of the Service: its targetPort, by name or number, else the same number (Service API, targetPort). */
function podPort(service: ManifestObject, { port }: Call, { namedPorts }: Workload): number | undefined {
  const ports = valueAt(service, '/spec/ports');
  const found = Array.isArray(ports) ? ports.find((entry) => isRecord(entry) && entry.port === port) : undefined;
  if (!isRecord(found)) return undefined;
  const target = found.targetPort ?? port;
  if (typeof target === 'number') return target;
  return namedPorts.find(({ name, protocol }) => name === target && protocol === 'TCP')?.port;
}

function blameCall({ environment, locate }: ProofEnvironment, { object, pointer }: Call): Blamed {
  return { environment, ref: objectRef(object), field: pointer, location: locate?.(object, pointer) };
}

function callFindings(obligation: Webhooks, context: ProofContext, environment: ProofEnvironment, call: Call): readonly NetworkFinding[] {
  const tell = (message: string): NetworkFinding =>
    finding(obligation, blameCall(environment, call), {
      message: `${refText(objectRef(call.object))} ${call.pointer}: ${message}`,
      hint: 'render the Service with this port and the pods behind it',
      detail: `${call.namespace}/${call.service}`,
    });
  const service = serviceOf(environment, call);
  if (service === undefined) return [tell(`there is no Service ${call.namespace}/${call.service}`)];
  const selector = valueAt(service, '/spec/selector');
  const workloads = context.cluster.workloads.filter(
    ({ namespace, labels }) =>
      namespace.environment === environment.environment &&
      namespace.name === call.namespace &&
      matchesLabels(selector, Object.fromEntries(labels)),
  );
  if (workloads.length === 0) return [tell(`no pod is behind Service ${call.namespace}/${call.service}`)];
  const callers = obligation.range === undefined ? undefined : rangeNamed(context, environment.environment, obligation.range);
  return workloads.flatMap((workload) => {
    const port = podPort(service, call, workload);
    if (port === undefined) return [tell(`port ${call.port} of Service ${call.namespace}/${call.service} leads to no port of its pods`)];
    const ports = portRange('TCP', port);
    for (const source of addressEnds(context, callers ?? ALL_V4)) {
      for (const target of workloadEnds(context, [workload])) {
        const allowed = context.engine.explain(source.node, target.node).ports;
        const caller = { ...source, text: `the API server (${source.text})` };
        const found = wayFinding(obligation, context, { source: caller, target, ports, allowed: allowed ?? NO_PORTS });
        if (found !== undefined) return [found];
      }
    }
    return [];
  });
}

/** Without a range, or where the cluster does not declare it, the API server may call from any IPv4 address. */
export function checkWebhooks(obligation: Webhooks, context: ProofContext): Checked {
  const calls = context.environments.flatMap((environment) => environment.objects.flatMap(callsOf).map((call) => ({ environment, call })));
  const findings = calls.flatMap(({ environment, call }) => callFindings(obligation, context, environment, call));
  return { findings: bounded(obligation, findings), count: calls.length };
}
