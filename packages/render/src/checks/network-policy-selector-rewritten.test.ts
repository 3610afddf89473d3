import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found } from '../../test/check-context.ts';

const FILES: Files = {
  'app/kustomization.yaml': `resources: [web.yaml, policy.yaml]
labels:
- pairs: { team: shop }
  includeTemplates: true
`,
  'app/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web }] }
`,
  'app/policy.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
  - from:
    - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } }
      podSelector: { matchLabels: { app: prometheus } }
  egress:
  - to:
    - podSelector: { matchLabels: { app: db } }
    - podSelector: { matchLabels: { app: web } }
    - podSelector: {}
`,
};
const edit = (from: string, to: string): Files => changed(FILES, 'app/kustomization.yaml', from, to);
const RULE = 'network-policy-selector-rewritten';

describe('labels that stay out of selectors', () => {
  it('are no finding', () => expect(found(builtContext(FILES), RULE)).toEqual([]));
});

describe('labels that go into selectors', () => {
  it.each([
    ['includeSelectors', edit('includeTemplates', 'includeSelectors'), 2],
    ['commonLabels', edit('labels:\n- pairs: { team: shop }\n  includeTemplates: true', 'commonLabels: { team: shop }'), 2],
  ])('rewrite peers that live elsewhere: %s', (_, files, line) => {
    const context = builtContext(files);
    expect(context.printed).toMatch(/app: prometheus\n\s+team: shop/);
    const findings = found(context, RULE);
    expect(findings.map((finding) => finding.field)).toEqual([
      '/spec/egress/0/to/0/podSelector/matchLabels',
      '/spec/ingress/0/from/0/podSelector/matchLabels',
    ]);
    for (const finding of findings)
      expect(finding).toMatchObject({ severity: 'high', object: { kind: 'NetworkPolicy' }, location: { file: 'app/kustomization.yaml' } });
    expect(findings[0]?.location?.line).toBeGreaterThanOrEqual(line);
  });

  it('leave a peer alone that has the label already', () => {
    const files = changed(
      edit('includeTemplates', 'includeSelectors'),
      'app/policy.yaml',
      'app: prometheus',
      'app: prometheus, team: shop',
    );
    expect(found(builtContext(files), RULE)).toHaveLength(1);
  });

  it('mean no harm where every peer is in the app, and so gets the label too', () => {
    const files = changed(edit('includeTemplates', 'includeSelectors'), 'app/policy.yaml', 'app: db', 'app: web');
    const own = changed(
      files,
      'app/policy.yaml',
      '    - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } }\n      podSelector: { matchLabels: { app: prometheus } }',
      '    - podSelector: { matchLabels: { app: web } }',
    );
    const context = builtContext(own);
    expect(context.printed).toMatch(/podSelector:\n\s+matchLabels:\n\s+app: web\n\s+team: shop/);
    expect(found(context, RULE)).toEqual([]);
  });

  it('rewrite a peer of another namespace, even where this app has pods of that name', () => {
    const files = changed(edit('includeTemplates', 'includeSelectors'), 'app/policy.yaml', 'app: prometheus', 'app: web');
    expect(found(builtContext(files), RULE).map((finding) => finding.field)).toContain('/spec/ingress/0/from/0/podSelector/matchLabels');
  });

  it('are found in a parent of the kustomization that holds the policy', () => {
    const base = Object.fromEntries(Object.entries(FILES).map(([path, text]) => [path.replace('app/', 'base/'), text]));
    const files: Files = { ...base, 'app/kustomization.yaml': 'resources: [../base]\nnamePrefix: dev-\ncommonLabels: { env: dev }\n' };
    expect(found(builtContext(files), RULE)).toMatchObject([{ object: { name: 'dev-web' } }, {}]);
  });
});
