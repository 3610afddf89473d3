// Which rendered objects are Helm hooks or tests, which not every reconciler runs?
import { objectRef, refText } from '@fairway/manifests';
import type { Check } from '../model.ts';
import { draft } from './draft.ts';

const HELM_HOOK = 'helm.sh/hook';
const ARGO_HOOK = 'argocd.argoproj.io/hook';

/** Helm, Chart Hooks; Argo CD, Helm: "If you define any Argo CD hooks, all Helm hooks will be ignored". */
export const helmHook: Check = ({ app, objects }) => {
  const argo = objects.some((object) => object.metadata.annotations?.[ARGO_HOOK] !== undefined);
  return objects.flatMap((object) => {
    const hook = object.metadata.annotations?.[HELM_HOOK];
    if (hook === undefined) return [];
    const test = hook.split(',').some((one) => one.trim().startsWith('test'));
    const inert = app.renderer.kind === 'helm' ? '' : '; outside of a Helm release Flux applies it like any other object';
    const ignored = argo ? '; Argo CD ignores it, because the app has Argo CD hooks too' : '';
    return [
      draft('helm-hook', {
        message: `${refText(objectRef(object))} is a Helm ${test ? 'test' : 'hook'} (${hook})${inert}${ignored}`,
        object: objectRef(object),
        data: { effect: 'hook', hook, test },
      }),
    ];
  });
};
