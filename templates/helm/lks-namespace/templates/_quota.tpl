{{/* Quota of each size, as YAML: hard, then how many pods may be BestEffort and how many critical. */}}
{{- define "lks-namespace.sizes" -}}
xs:
  bestEffort: 5
  critical: 0
  hard: { requests.cpu: "1", requests.memory: 2Gi, limits.memory: 4Gi, requests.ephemeral-storage: 5Gi, requests.storage: 10Gi,
    persistentvolumeclaims: "2", pods: "10", count/jobs.batch: "10", count/cronjobs.batch: "5", secrets: "20", configmaps: "20",
    count/httproutes.gateway.networking.k8s.io: "2", lks-nvme.storageclass.storage.k8s.io/requests.storage: "0",
    lks-replicated.storageclass.storage.k8s.io/requests.storage: "0" }
s:
  bestEffort: 5
  critical: 0
  hard: { requests.cpu: "4", requests.memory: 8Gi, limits.memory: 16Gi, requests.ephemeral-storage: 20Gi, requests.storage: 50Gi,
    persistentvolumeclaims: "5", pods: "40", count/jobs.batch: "30", count/cronjobs.batch: "10", secrets: "50", configmaps: "50",
    count/httproutes.gateway.networking.k8s.io: "5", lks-nvme.storageclass.storage.k8s.io/requests.storage: "0",
    lks-replicated.storageclass.storage.k8s.io/requests.storage: "0" }
m:
  bestEffort: 0
  critical: 0
  hard: { requests.cpu: "8", requests.memory: 16Gi, limits.memory: 24Gi, requests.ephemeral-storage: 40Gi, requests.storage: 200Gi,
    persistentvolumeclaims: "10", pods: "60", count/jobs.batch: "40", count/cronjobs.batch: "15", secrets: "50", configmaps: "50",
    count/httproutes.gateway.networking.k8s.io: "10", lks-nvme.storageclass.storage.k8s.io/requests.storage: 100Gi,
    lks-replicated.storageclass.storage.k8s.io/requests.storage: 100Gi }
l:
  bestEffort: 0
  critical: 20
  hard: { requests.cpu: "24", requests.memory: 64Gi, limits.memory: 96Gi, requests.ephemeral-storage: 100Gi, requests.storage: 2Ti,
    persistentvolumeclaims: "30", pods: "150", count/jobs.batch: "60", count/cronjobs.batch: "30", secrets: "100", configmaps: "100",
    count/httproutes.gateway.networking.k8s.io: "20", lks-nvme.storageclass.storage.k8s.io/requests.storage: 500Gi,
    lks-replicated.storageclass.storage.k8s.io/requests.storage: 1Ti }
{{- end }}

{{/* What no size grants: the way in is the gateway, GPUs need a reason. */}}
{{- define "lks-namespace.never" -}}
requests.nvidia.com/gpu: "0"
services.loadbalancers: "0"
services.nodeports: "0"
{{- end }}
