import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found } from '../../test/check-context.ts';

describe('flux-substitution', () => {
  const dollar = '$';
  const files: Files = {
    'app/kustomization.yaml': 'resources: [script.yaml]\n',
    'app/script.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: script }\ndata:\n  run.sh: |\n    echo ${dollar}{HOME} ${dollar}{PORT:-80} ${dollar}PATH ${dollar}(date)\n`,
  };

  it('names the variables', () => {
    expect(found(builtContext(files), 'flux-substitution')).toMatchObject([
      { severity: 'info', data: { effect: 'substitution', variables: 'HOME,PORT' } },
    ]);
  });

  it.each([
    [
      'escaped',
      changed(
        changed(files, 'app/script.yaml', `${dollar}{HOME}`, `${dollar}${dollar}{HOME}`),
        'app/script.yaml',
        `${dollar}{PORT:-80}`,
        '',
      ),
    ],
    [
      'switched off by a label',
      changed(files, 'app/script.yaml', 'name: script', 'name: script, labels: { kustomize.toolkit.fluxcd.io/substitute: disabled }'),
    ],
    [
      'no variable',
      changed(
        changed(files, 'app/script.yaml', `${dollar}{HOME}`, `${dollar}{{ github.ref }}`),
        'app/script.yaml',
        `${dollar}{PORT:-80}`,
        `${dollar}{1}`,
      ),
    ],
  ])('is no finding: %s', (_, good) => expect(found(builtContext(good), 'flux-substitution')).toEqual([]));
});
