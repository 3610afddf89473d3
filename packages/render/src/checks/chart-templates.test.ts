import { describe, expect, it } from 'vitest';
import { changed, type Files, found, templatedContext } from '../../test/check-context.ts';

const FILES: Files = {
  'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n',
  'app/values.yaml': '# {{ now }} stands in a comment\ntext: "{{ .Release.Name }}"\n',
  'app/templates/_names.tpl':
    '{{/* now: uuidv4 */}}\n{{- define "app.name" -}}\n{{- .Values.now | default "randAlphaNum" -}}\n{{- end -}}\n',
  'app/templates/a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: a }
data:
  value: {{ tpl .Values.text . | quote }}
  plain: now
`,
};
const edit = (from: string, to: string): Files => changed(FILES, 'app/templates/a.yaml', from, to);

describe('non-deterministic-template', () => {
  it('passes over comments, texts, fields and strings', () =>
    expect(found(templatedContext(FILES), 'non-deterministic-template')).toEqual([]));

  it.each([
    ['the clock', '{{ now | date "2006" | quote }}', 'now', 10],
    ['random text', '{{ randAlphaNum 8 | quote }}', 'randAlphaNum', 10],
    ['a certificate', '{{ (genSelfSignedCert "a" nil nil 1).Cert | b64enc }}', 'genSelfSignedCert', 11],
    ['an id, inside of a condition', '{{ if not (eq uuidv4 "") }}x{{ end }}', 'uuidv4', 21],
    ['a hash with salt', "{{ htpasswd `a` 'b' | quote }}".replace("'b'", '"b"'), 'htpasswd', 10],
  ])('is a finding, and two renderings may differ: %s', (_, action, name, column) => {
    const files = edit('{{ tpl .Values.text . | quote }}', action);
    const context = templatedContext(files);
    expect(found(context, 'non-deterministic-template')).toMatchObject([
      { severity: 'high', location: { file: 'app/templates/a.yaml', line: 5, column: column + 3 }, data: { function: name } },
    ]);
    if (name !== 'now' && name !== 'uuidv4') expect(templatedContext(files).printed).not.toBe(context.printed);
  });

  it('reads the values that go through tpl', () => {
    const files = changed(FILES, 'app/values.yaml', '{{ .Release.Name }}', '{{ randAlphaNum 5 }}');
    const context = templatedContext(files);
    expect(templatedContext(files).printed).not.toBe(context.printed);
    expect(found(context, 'non-deterministic-template')).toMatchObject([{ location: { file: 'app/values.yaml', line: 2, column: 11 } }]);
  });

  it('is reported once for a function and a file', () => {
    expect(
      found(templatedContext(edit('plain: now', 'plain: {{ randAlpha 2 }}{{ randAlpha 3 }}')), 'non-deterministic-template'),
    ).toHaveLength(1);
  });
});

describe('fidelity', () => {
  it.each([
    ['lookup', '{{ lookup "v1" "Secret" "a" "b" | len | quote }}', 'lookup'],
    ['API discovery', '{{ $.Capabilities.APIVersions.Has "v1" | quote }}', 'api-discovery'],
    ['the state of the release', '{{ .Release.IsUpgrade | quote }}', 'release-state'],
    ['its revision', '{{ .Release.Revision | quote }}', 'release-state'],
  ])('names the effect of the reconciler: %s', (_, action, effect) => {
    expect(found(templatedContext(edit('{{ tpl .Values.text . | quote }}', action)), 'fidelity')).toMatchObject([
      { severity: 'info', data: { effect }, location: { line: 5 } },
    ]);
  });

  it('is no finding otherwise', () => expect(found(templatedContext(FILES), 'fidelity')).toEqual([]));
});
