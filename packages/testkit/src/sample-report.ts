// What does a realistic report look like, with every kind of content in it?
import type { AppResult, Change, Finding, Report } from '@fairway/contracts';
import { sampleChange, sampleObject } from './sample-change.ts';

const ENVIRONMENTS = [
  { name: 'dev', stage: 'dev', cluster: 'clusters/dev' },
  { name: 'test', stage: 'test', cluster: 'clusters/test' },
  { name: 'prod', stage: 'prod', cluster: 'clusters/prod' },
  { name: 'prod-b', stage: 'prod', cluster: 'clusters/prod-b' },
] as const;

const app = (env: string, name: string, status: AppResult['status'], more: Partial<AppResult> = {}): AppResult => ({
  id: `${env}/${name}`,
  env,
  app: name,
  kind: 'app',
  root: `environments/${env}/apps/${name}`,
  renderer: name === 'storefront' ? 'helm' : 'kustomize',
  status,
  objects: status === 'failed' || status === 'skipped' || status === 'removed' ? 0 : 12,
  ...more,
});

const APPS: readonly AppResult[] = [
  app('dev', 'storefront', 'changed', { touchedBy: ['environments/dev/apps/storefront/values.yaml'] }),
  app('dev', 'checkout', 'unchanged'),
  app('dev', 'ledger', 'unchanged', { kind: 'platform' }),
  app('test', 'storefront', 'changed', { touchedBy: ['environments/test/apps/storefront/release.yaml'] }),
  app('test', 'checkout', 'added', { touchedBy: ['environments/test/apps/checkout/kustomization.yaml'] }),
  app('test', 'ledger', 'unchanged', { kind: 'platform' }),
  app('prod', 'storefront', 'changed', {
    touchedBy: ['environments/prod/apps/storefront/release.yaml', 'environments/prod/apps/storefront/values.yaml'],
  }),
  app('prod', 'checkout', 'failed', { reason: 'kustomize could not build environments/prod/apps/checkout' }),
  app('prod', 'legacy', 'removed'),
  app('prod', 'ledger', 'unchanged', { kind: 'platform' }),
  app('prod-b', 'storefront', 'unchanged'),
  app('prod-b', 'ledger', 'skipped', { reason: 'its chart is an oci:// reference, which is not looked at' }),
];

const CHANGES: readonly Change[] = [
  sampleChange('dev/storefront', 'replicas'),
  sampleChange('test/storefront', 'image'),
  sampleChange('test/checkout', 'added'),
  sampleChange('prod/storefront', 'image'),
  sampleChange('prod/storefront', 'selector'),
  sampleChange('prod/storefront', 'exposure'),
  sampleChange('prod/storefront', 'renamed'),
  sampleChange('prod/storefront', 'secret'),
  sampleChange('prod/legacy', 'removed'),
];

const finding = (n: number, more: Partial<Finding> & Pick<Finding, 'ruleId' | 'severity' | 'message' | 'hint'>): Finding => ({
  status: 'new',
  blocking: false,
  fingerprint: n.toString(16).padStart(16, '0'),
  subject: { env: 'prod', app: 'storefront', object: sampleObject('Deployment', 'storefront') },
  ...more,
});

const FINDINGS: readonly Finding[] = [
  finding(1, {
    ruleId: 'plaintext-secret',
    severity: 'critical',
    blocking: true,
    message: 'The Secret `storefront-session` stands in the repository as plain text.',
    hint: 'Encrypt it with SOPS, or let External Secrets fetch it.',
    subject: { env: 'prod', app: 'storefront', object: sampleObject('Secret', 'storefront-session'), field: '/data/token' },
    location: { file: 'environments/prod/apps/storefront/session.yaml', line: 7, column: 3 },
  }),
  finding(2, {
    ruleId: 'patch-unmatched',
    severity: 'high',
    message: 'A patch names Deployment `storefrnt`, which is not in the output.',
    hint: 'Correct the name in the patch; the nearest is `storefront`.',
    location: { file: 'environments/prod/apps/storefront/kustomization.yaml', line: 14, column: 5 },
  }),
  finding(3, {
    ruleId: 'deprecated-field',
    severity: 'low',
    status: 'existing',
    message: 'The field `commonLabels` also changes selectors and is deprecated.',
    hint: 'Use `labels` with `includeSelectors: false`.',
    subject: { env: 'test', app: 'checkout' },
    location: { file: 'environments/test/apps/checkout/kustomization.yaml', line: 3 },
  }),
  finding(4, {
    ruleId: 'ignored-input',
    severity: 'info',
    status: 'fixed',
    message: 'A file that .gitignore excludes was read.',
    hint: 'Commit it, or remove the reference.',
    subject: { env: 'dev', app: 'storefront' },
  }),
];

const BASE_REPORT: Report = {
  schemaVersion: 1,
  verb: 'render',
  verdict: 'incomplete',
  head: { commit: '8f3c2a1d9b7e4f60518273645a6b7c8d9e0f1a2b', dirty: true, ref: 'HEAD' },
  base: { commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d', ref: 'main' },
  environments: [...ENVIRONMENTS],
  apps: [...APPS],
  skipped: [{ path: 'environments/archive/old', reason: 'nothing points at it and it has no kustomization.yaml' }],
  findings: [...FINDINGS],
  waived: [],
  changes: [...CHANGES],
  errors: [
    {
      code: 'tool-failed',
      message: 'kustomize: accumulating resources: open deployment.yml: no such file or directory',
      hint: 'Correct the entry of `resources`; the directory has deployment.yaml.',
      at: { file: 'environments/prod/apps/checkout/kustomization.yaml', line: 5, column: 5 },
      app: 'prod/checkout',
    },
  ],
  notes: ['prod-b has no profile; safe defaults were used for its renderer.'],
  stats: { apps: APPS.length, changed: 4, objects: 96, skipped: 1 },
  tools: [
    { name: 'helm4', version: '4.2.4', sha256: 'a'.repeat(64) },
    { name: 'kustomize', version: '5.8.1', sha256: 'b'.repeat(64) },
  ],
};

/** A realistic report with every kind of app, change, effect and finding. The same overrides give the same report. */
export const sampleReport = (overrides: Partial<Report> = {}): Report => ({ ...BASE_REPORT, ...overrides });

const SHAPES = [
  ['Deployment', 'image'],
  ['Service', 'exposure'],
  ['Deployment', 'replicas'],
  ['ConfigMap', 'renamed'],
  ['Deployment', 'added'],
  ['Deployment', 'selector'],
] as const;

/** A report with `count` changed objects, spread over four environments with one app for each 200 objects. */
export const largeReport = (count: number): Report => {
  const names = Array.from({ length: Math.max(1, Math.ceil(count / 200)) }, (_, i) => `service-${String(i).padStart(3, '0')}`);
  const apps = ENVIRONMENTS.flatMap((env) => names.map((name) => app(env.name, name, 'changed')));
  const changes = Array.from({ length: count }, (_, i): Change => {
    const owner = apps[i % apps.length]?.id ?? '';
    const [kind, how] = SHAPES[i % SHAPES.length] ?? SHAPES[0];
    return { ...sampleChange(owner, how), object: sampleObject(kind, `object-${String(i).padStart(5, '0')}`) };
  });
  return sampleReport({
    apps,
    changes,
    findings: FINDINGS.filter((entry) => !entry.blocking),
    errors: [],
    verdict: 'pass',
    stats: { apps: apps.length, objects: apps.length * 12 },
  });
};
