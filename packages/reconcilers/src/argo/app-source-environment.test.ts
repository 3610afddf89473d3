// Are build variables replaced as Argo CD replaces them (Env.Envsubst, argo-cd v3.5.7: Go's os.Expand)?
import { describe, expect, it } from 'vitest';
import { buildEnvironment, substitute } from './app-source-environment.ts';

const environment = buildEnvironment({
  name: 'web',
  namespace: 'shop',
  project: 'p',
  repoURL: 'https://x',
  path: 'a/b',
  targetRevision: '',
});

describe('substitute', () => {
  it.each([
    ['$ARGOCD_APP_NAME', 'web'],
    ['${ARGOCD_APP_NAME}-x', 'web-x'],
    ['$ARGOCD_APP_NAMEx', ''],
    ['$$5 $', '$5 $'],
    ['$$$ARGOCD_APP_NAME', '$web'],
    ['a${}b', 'ab'],
    ['a${b', 'ab'],
    ['$1a', 'a'],
    ['$.a', '$.a'],
    ['$ARGOCD_APP_SOURCE_TARGET_REVISION.', '.'],
    ['no variable', 'no variable'],
  ])('%s becomes %s', (text, expected) => {
    expect(substitute(text, environment).text).toBe(expected);
  });

  it('leaves what only Argo CD knows, and names what nobody knows', () => {
    expect(substitute('$ARGOCD_APP_REVISION ${OTHER}', environment)).toEqual({
      text: '$ARGOCD_APP_REVISION ',
      hidden: ['ARGOCD_APP_REVISION'],
      unknown: ['OTHER'],
    });
  });

  it('is no slower than linear on braces without an end', () => {
    const started = performance.now();
    substitute('${'.repeat(200_000), environment);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
