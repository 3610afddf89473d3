// Which words and marks stand for the statuses, effects and severities of the contract?
import type { AppStatus, Change, Effect, Finding } from '@fairway/contracts';

type Severity = Finding['severity'];

/** What an effect does to the running system, as a person says it. */
export const EFFECT_TEXT: Readonly<Record<Effect, string>> = {
  restart: 'restarts pods',
  'immutable-field': 'API server would refuse: immutable field',
  'selector-replaced': 'selector points at other pods',
  'namespace-deleted': 'deletes a namespace and everything in it',
  'crd-deleted': 'deletes a CRD and every object of its kind',
  'volume-claim-deleted': 'deletes a volume claim, and maybe its data',
  'stateful-set-deleted': 'deletes a StatefulSet',
  'scale-to-zero': 'scales to zero',
  'exposure-changed': 'reachable from elsewhere than before',
};

/** Effects from the gravest to the everyday one. */
export const EFFECT_ORDER: readonly Effect[] = [
  'namespace-deleted',
  'crd-deleted',
  'volume-claim-deleted',
  'stateful-set-deleted',
  'immutable-field',
  'scale-to-zero',
  'exposure-changed',
  'selector-replaced',
  'restart',
];

/** An effect that loses data or service, or that would be refused: worth a warning before anything else. */
export const isGrave = (effect: Effect): boolean => effect !== 'restart';

/** Severities from the gravest on. */
export const SEVERITY_ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** One character for the status of an app; colour never carries the meaning alone. */
export const STATUS_MARK: Readonly<Record<AppStatus, string>> = {
  added: '+',
  changed: '~',
  removed: '-',
  unchanged: '·',
  failed: '✗',
  skipped: '○',
};

/** The environment of apps that have none, as the contract writes it in `AppResult.env`. */
export const NO_ENVIRONMENT = 'none';

/** An environment as the head of a column or the name of a choice. */
export const environmentLabel = (env: string): string => (env === NO_ENVIRONMENT ? 'no environment' : env);

/** One character for the kind of a change. */
export const CHANGE_MARK: Readonly<Record<Change['kind'], string>> = { added: '+', changed: '~', removed: '-', renamed: '→' };
