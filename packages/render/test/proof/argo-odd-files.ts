// Which manifests are easily read in two ways? Namespaces where none belongs, words that YAML takes for something else, anchors, empty documents.

/** `namespaces/` and `odd/` of the repository of features. */
export const ODD_FILES: Readonly<Record<string, string>> = {
  'namespaces/all.yaml': `apiVersion: v1
kind: Namespace
metadata: { name: made }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: with-namespace, namespace: wrong }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: here }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: there, namespace: made }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: bound }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: with-namespace }
subjects: [{ kind: ServiceAccount, name: here, namespace: features }]
`,
  'odd/words.yaml': `# only a comment
---
---
apiVersion: v1
kind: ConfigMap
metadata: { name: words, labels: {}, annotations: }
data:
  yes: "on"
  "octal": "0644"
  long: |
    one
    two
  folded: >-
    three
    four
  empty: ""
---
apiVersion: example.test/v1
kind: Thing
metadata: { name: numbers }
spec: { big: 12345678901, float: 1.50, exponent: 1e3, octal: 0644, hex: 0x1F, yes: yes, tilde: ~, nothing: null, list: [], map: {}, date: 2026-01-02, text: !!str 5 }
`,
  'odd/definition.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.test }
spec:
  group: example.test
  scope: Namespaced
  names: { kind: Thing, plural: things }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
`,
  'odd/anchors.yml': `apiVersion: v1
kind: ConfigMap
metadata: { name: anchors }
data: &data { a: "1", b: "2" }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: merged }
data:
  <<: { a: "1", c: "3" }
  b: "2"
`,
  'odd/windows.yaml': 'apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: windows\r\ndata:\r\n  a: "1"\r\n',
  'odd/.hidden.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: hidden }\n',
};
