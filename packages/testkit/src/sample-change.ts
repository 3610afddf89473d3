// What does one changed object look like in a report, for each way an object can change?
import type { Change, ObjectRef } from '@fairway/contracts';

const GROUPS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
};

/** A namespaced object of `shop`, with the API group that its kind has. */
export const sampleObject = (kind: string, name: string): ObjectRef => ({
  apiVersion: GROUPS[kind] ?? 'v1',
  kind,
  namespace: 'shop',
  name,
});

/** The ways in which a sample object changes. */
export type SampleChange = 'image' | 'replicas' | 'selector' | 'exposure' | 'renamed' | 'secret' | 'added' | 'removed';

const patchOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
const digest = (digit: string): string => `registry.example.org/shop/storefront:1.4.${digit}@sha256:${digit.repeat(64)}`;

const IMAGE = '/spec/template/spec/containers/[name=web]/image';

const BUILDERS: Readonly<Record<SampleChange, Omit<Change, 'app'>>> = {
  image: {
    object: sampleObject('Deployment', 'storefront'),
    kind: 'changed',
    effects: ['restart'],
    ops: [
      { path: IMAGE, before: digest('0'), after: digest('1') },
      { path: '/spec/template/spec/containers/[name=web]/env/[name=LOG_LEVEL]/value', before: 'info', after: 'warn' },
    ],
    patch: patchOf([
      '@@ -18,9 +18,9 @@',
      '     spec:',
      '       containers:',
      '         - name: web',
      `-          image: ${digest('0')}`,
      `+          image: ${digest('1')}`,
      '           env:',
      '             - name: LOG_LEVEL',
      '-              value: info',
      '+              value: warn',
      '           ports:',
      '             - containerPort: 8080',
    ]),
  },
  replicas: {
    object: sampleObject('Deployment', 'storefront'),
    kind: 'changed',
    effects: ['scale-to-zero'],
    ops: [{ path: '/spec/replicas', before: 2, after: 0 }],
    patch: patchOf(['@@ -9,4 +9,4 @@', ' spec:', '-  replicas: 2', '+  replicas: 0', '   selector:', '     matchLabels:']),
  },
  selector: {
    object: sampleObject('Deployment', 'storefront-worker'),
    kind: 'changed',
    effects: ['immutable-field', 'restart'],
    ops: [{ path: '/spec/selector/matchLabels/app.kubernetes.io~1part-of', after: 'shop' }],
    patch: patchOf([
      '@@ -11,5 +11,6 @@',
      '   selector:',
      '     matchLabels:',
      '       app: storefront-worker',
      '+      app.kubernetes.io/part-of: shop',
      '   template:',
      '     metadata:',
    ]),
  },
  exposure: {
    object: sampleObject('Service', 'storefront'),
    kind: 'changed',
    effects: ['exposure-changed', 'selector-replaced'],
    ops: [
      { path: '/spec/type', before: 'ClusterIP', after: 'LoadBalancer' },
      { path: '/spec/selector/app', before: 'storefront', after: 'storefront-v2' },
    ],
    patch: patchOf([
      '@@ -6,6 +6,6 @@',
      ' spec:',
      '-  type: ClusterIP',
      '+  type: LoadBalancer',
      '   selector:',
      '-    app: storefront',
      '+    app: storefront-v2',
      '   ports:',
      '     - port: 80',
    ]),
  },
  renamed: {
    object: sampleObject('ConfigMap', 'storefront-config-7h5k2m9d4f'),
    kind: 'renamed',
    from: sampleObject('ConfigMap', 'storefront-config-2c8b6t5g9k'),
    effects: ['restart'],
    ops: [{ path: '/data/cache.ttl', before: '60s', after: '300s' }],
    patch: patchOf(['@@ -2,4 +2,4 @@', ' kind: ConfigMap', ' data:', '-  cache.ttl: 60s', '+  cache.ttl: 300s', '   banner: "off"']),
  },
  secret: {
    object: sampleObject('Secret', 'storefront-session'),
    kind: 'changed',
    effects: ['restart'],
    ops: [{ path: '/data/token', before: '<redacted>', after: '<redacted>' }],
    patch: '',
  },
  added: {
    object: sampleObject('Deployment', 'checkout'),
    kind: 'added',
    effects: [],
    ops: [],
    patch: patchOf([
      '@@ -0,0 +1,6 @@',
      '+apiVersion: apps/v1',
      '+kind: Deployment',
      '+metadata:',
      '+  name: checkout',
      '+  namespace: shop',
      '+spec: {}',
    ]),
  },
  removed: {
    object: sampleObject('PersistentVolumeClaim', 'legacy-data'),
    kind: 'removed',
    effects: ['volume-claim-deleted'],
    ops: [],
    patch: patchOf([
      '@@ -1,5 +0,0 @@',
      '-apiVersion: v1',
      '-kind: PersistentVolumeClaim',
      '-metadata:',
      '-  name: legacy-data',
      '-  namespace: shop',
    ]),
  },
};

/** One changed object of the app `env/app`. The same arguments give the same change. */
export const sampleChange = (app: string, how: SampleChange): Change => ({ app, ...BUILDERS[how] });
