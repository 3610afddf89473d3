// Do the labels of a kustomization end up in the peers of a NetworkPolicy, so that the peers no longer match?
import { objectRef, podTemplateOf, refText, valueAt } from '@fairway/manifests';
import type { Check, CheckContext } from '../model.ts';
import { draft } from './draft.ts';
import { dig, fields, isFields, items, text, textPairs } from './json-access.ts';
import type { SelectorLabelsStep } from './kustomize/steps.ts';
import { stepsByEntry } from './kustomize/steps-of.ts';
import { placeOf } from './place.ts';
import { renderedIndex } from './rendered-index.ts';

type Labels = Readonly<Record<string, string>>;

interface Peer {
  readonly pointer: string;
  readonly labels: Labels;
  /** The peer may live in other namespaces. */
  readonly elsewhere: boolean;
}

/** Peers with matchLabels: those are the fields that kustomize writes into (commonlabels.go). */
const peersOf = (policy: unknown): readonly Peer[] =>
  (
    [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const
  ).flatMap(([direction, side]) =>
    items(dig(policy, 'spec', direction)).flatMap((rule, at) =>
      items(fields(rule)[side]).flatMap((peer, index) => {
        const labels = dig(peer, 'podSelector', 'matchLabels');
        if (!isFields(labels)) return [];
        const pointer = `/spec/${direction}/${at}/${side}/${index}/podSelector/matchLabels`;
        return [{ pointer, labels: textPairs(labels), elsewhere: fields(peer).namespaceSelector !== undefined }];
      }),
    ),
  );

const has = (labels: Labels, wanted: Labels): boolean => Object.entries(wanted).every(([key, value]) => labels[key] === value);

const podLabels = (context: CheckContext): readonly Labels[] =>
  context.objects.flatMap((object) => [podTemplateOf(object)].flatMap((template) => (template === undefined ? [] : [template.labels])));

const rewritten = (context: CheckContext, step: SelectorLabelsStep, pods: readonly Labels[]) =>
  step.objects
    .filter((object) => object.kind === 'NetworkPolicy')
    .flatMap((object) => {
      const rendered = renderedIndex(context).of(object);
      if (rendered === undefined) return [];
      return peersOf(object.value)
        .filter((peer) => !has(peer.labels, step.labels) && has(textPairs(valueAt(rendered, peer.pointer)), step.labels))
        .filter((peer) => peer.elsewhere || !pods.some((labels) => has(labels, { ...peer.labels, ...step.labels })))
        .map((peer) => ({ rendered, peer }));
    });

/** A peer inside the app gets the label together with the pods that it means; only peers outside stop matching. */
export const networkPolicySelectorRewritten: Check = (context) => {
  const steps = stepsByEntry(context, 'selector-labels');
  if (steps.length === 0) return [];
  const pods = podLabels(context);
  return steps.flatMap(([step]) => {
    if (step === undefined) return [];
    const labels = Object.entries(step.labels).map(([key, value]) => `${key}=${value}`);
    return rewritten(context, step, pods).map(({ rendered, peer }) =>
      draft('network-policy-selector-rewritten', {
        message: `${refText(objectRef(rendered))} now expects ${labels.join(',')} of its peer ${JSON.stringify(peer.labels)}, written there by ${text(step.pointer.split('/')[1])} of ${step.file}`,
        object: objectRef(rendered),
        field: peer.pointer,
        location: placeOf(step.file, step.node.text, { pointer: step.pointer }),
        detail: labels.join(','),
      }),
    );
  });
};
