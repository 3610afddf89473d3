// Is a Secret rendered with values that anybody can read in Git?
import { hasPlaintextSecret, type ManifestObject, objectRef, refText } from '@fairway/manifests';
import type { Check, CheckContext } from '../model.ts';
import { draft } from './draft.ts';
import { dig, fields, isFields, items, texts } from './json-access.ts';
import type { ObjectState } from './kustomize/object-state.ts';
import { traceOf } from './kustomize/trace.ts';
import { placeOf } from './place.ts';
import { renderedIndex } from './rendered-index.ts';
import { resolvePath } from './repository-path.ts';

/** What stands for ciphertext in an app that a reconciler object makes. */
const PLACEHOLDER = '"<encrypted sha256:';
const SOPS_MARK = /(^|\n)\s*"?sops(_[a-z_]+)?"?\s*[:=]/;

const sourceOf = (context: CheckContext, rendered: ManifestObject): ObjectState | undefined => {
  const index = renderedIndex(context);
  return traceOf(context).objects.find((object) => object.kind === rendered.kind && index.of(object) === rendered);
};

/** Flux decrypts files that a secretGenerator reads: the generated Secret then holds ciphertext only. */
const isDecryptedLater = (context: CheckContext, source: ObjectState | undefined): boolean => {
  const node = context.closure.kustomizations.find((one) => one.file === source?.origin.file);
  const [, field, index] = source?.origin.generator?.split('/') ?? [];
  if (node === undefined || field === undefined) return false;
  const entry = fields(items(node.content[field])[Number(index)]);
  const files = [...texts(entry.files), ...texts(entry.envs), ...texts([entry.env])].map((file) => file.slice(file.indexOf('=') + 1));
  const encrypted = (file: string): boolean => SOPS_MARK.test(context.read(resolvePath(node.directory, file) ?? '') ?? '');
  return items(entry.literals).length === 0 && files.length > 0 && files.every(encrypted);
};

const placeOfSource = (context: CheckContext, source: ObjectState | undefined) => {
  if (source === undefined) return {};
  const { file, document, generator } = source.origin;
  return { location: placeOf(file, context.read(file), { pointer: generator ?? '/metadata', document }) };
};

export const plaintextSecret: Check = (context) =>
  context.objects.filter(hasPlaintextSecret).flatMap((object) => {
    const source = sourceOf(context, object);
    if (isDecryptedLater(context, source)) return [];
    const keys = [...new Set([...Object.keys(fields(object.data)), ...Object.keys(fields(object.stringData))])].sort();
    const what =
      object.kind === 'Secret'
        ? `holds ${keys.length === 1 ? 'the key' : 'the keys'} ${keys.join(', ')} in plain text`
        : 'carries a Secret in plain text';
    return [
      draft('plaintext-secret', {
        message: `${refText(objectRef(object))} ${what}`,
        object: objectRef(object),
        ...placeOfSource(context, source),
      }),
    ];
  });

/** What SOPS encrypted is decrypted by the reconciler: its content is not to be seen here. */
export const encryptedSecret: Check = (context) =>
  context.objects
    .filter((object) => isFields(dig(object, 'sops')) || JSON.stringify(object).includes(PLACEHOLDER))
    .map((object) =>
      draft('fidelity', {
        message: `${refText(objectRef(object))} is encrypted with SOPS; the reconciler decrypts it`,
        hint: 'Nothing to do: the values are compared as ciphertext.',
        object: objectRef(object),
        data: { effect: 'decryption' },
        detail: 'decryption',
      }),
    );
