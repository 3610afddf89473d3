// One object of each common kind, with what people write in them.

const pod = (name: string): string => `
    metadata: { labels: { app: ${name} } }
    spec:
      securityContext: { runAsNonRoot: true }
      volumes: [{ name: cache, emptyDir: { sizeLimit: 1024Mi } }, { name: settings, configMap: { name: settings, optional: true } }]
      initContainers: [{ name: prepare, image: "registry.example.test/tool:1", command: [sh, -c, "true"] }]
      containers:
        - name: main
          image: registry.example.test/${name}:1
          env: [{ name: A, value: "1" }, { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]
          ports: [{ name: http, containerPort: 8080 }, { name: dns, containerPort: 53, protocol: UDP }]
          readinessProbe: { httpGet: { path: /, port: http }, periodSeconds: 5 }
          resources: { requests: { cpu: 100m, memory: 1Gi }, limits: { memory: 2048Mi, cpu: 1 } }
          volumeMounts: [{ name: cache, mountPath: /cache }]`;

const workload = (kind: string, name: string, more = ''): string => `apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }${more}
  template:${pod(name)}
`;

const job = (indent: string, name: string): string =>
  `template:${pod(name)}
      restartPolicy: Never`.replaceAll('\n', `\n${indent}`);

export const WORKLOADS = [
  workload('Deployment', 'web', '\n  strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 1, maxUnavailable: 25% } }'),
  workload(
    'StatefulSet',
    'store',
    '\n  serviceName: store\n  volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } } }]',
  ),
  workload('DaemonSet', 'agent'),
  `apiVersion: batch/v1
kind: Job
metadata: { name: once }
spec:
  ${job('', 'once')}
`,
  `apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      ${job('    ', 'nightly')}
`,
  `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }, { name: dns, port: 53, protocol: UDP }] }
`,
  `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules: [{ host: web.example.test, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { name: http } } } }] } }]
`,
  `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: shared }
spec: { accessModes: [ReadWriteMany], resources: { requests: { storage: 1024Mi } } }
`,
  `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 50%, selector: { matchLabels: { app: web } } }
`,
  `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 5
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }]
`,
  `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }] }
`,
  'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\nautomountServiceAccountToken: false\n',
  `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [get] }]
`,
  `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: web }
subjects: [{ kind: ServiceAccount, name: web, namespace: apps }]
`,
  'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: all }\nspec: { hard: { pods: 100, requests.memory: 64Gi } }\n',
  'apiVersion: v1\nkind: LimitRange\nmetadata: { name: all }\nspec: { limits: [{ type: Container, defaultRequest: { cpu: 50m } }] }\n',
].join('---\n');
