// Which findings come from reading Flux and Argo CD objects?
import type { FindingRule } from '../checks/index.ts';

/**
 * Sorted by id. `fidelity`, which such objects have as well, is among the rules of the checks. Where the same finding is worse in one case
 * than in another, the severity here is that of the worst; the draft carries its own.
 */
export const RECONCILER_RULES: readonly FindingRule[] = [
  {
    id: 'appset-empty',
    severity: 'info',
    title: 'A generator of an ApplicationSet gives no parameters',
    hint: 'Check its elements, paths and selector, or remove it.',
  },
  {
    id: 'appset-project-templated',
    severity: 'medium',
    title: 'An ApplicationSet takes the project from parameters, or names a pattern',
    hint: 'Write the name of one AppProject into the template, and one ApplicationSet per project.',
  },
  {
    id: 'project-default',
    severity: 'low',
    title: 'An Application belongs to the AppProject default',
    hint: 'Name an AppProject of the team in spec.project.',
  },
  {
    id: 'project-destination-denied',
    severity: 'high',
    title: 'The AppProject does not allow the destination of an Application',
    hint: 'Add the destination to the AppProject, or correct spec.destination.',
  },
  {
    id: 'project-missing',
    severity: 'medium',
    title: 'An Application belongs to an AppProject that is not in this repository',
    hint: 'Add the AppProject to the repository, or correct spec.project.',
  },
  {
    id: 'project-resource-denied',
    severity: 'high',
    title: 'The AppProject does not allow an object of an Application',
    hint: 'Add the kind to the list that is named, or leave the object out.',
  },
  {
    id: 'project-source-denied',
    severity: 'high',
    title: 'The AppProject does not allow the source of an Application',
    hint: 'Add the address to sourceRepos of the AppProject, or take the files from a repository that is listed.',
  },
  {
    id: 'project-unreadable',
    severity: 'medium',
    title: 'An AppProject cannot be read',
    hint: 'Correct the field that is named: until then nothing is checked against the project.',
  },
  {
    id: 'project-wildcard',
    severity: 'medium',
    title: 'An AppProject allows anything (low where only the namespaces of one cluster are open)',
    hint: 'List the repositories, clusters, namespaces and kinds that the team needs.',
  },
  {
    id: 'reconciler-chart-ignored',
    severity: 'medium',
    title: 'An Application names a chart beside an oci:// address, and the chart is not used',
    hint: 'Write the name of the chart at the end of repoURL and take `chart` out, or leave `oci://` out.',
  },
  {
    id: 'reconciler-dependency-cycle',
    severity: 'high',
    title: 'Flux objects wait for one another in a circle',
    hint: 'Remove one of the dependsOn entries: as it is, none of the objects is ever applied.',
  },
  {
    id: 'reconciler-dependency-missing',
    severity: 'medium',
    title: 'A Flux object depends on one that nothing here makes',
    hint: 'Correct the name or the namespace in dependsOn, or remove the entry.',
  },
  {
    id: 'reconciler-ignored-field',
    severity: 'medium',
    title: 'An object has a field that its reconciler passes over',
    hint: 'Write it as the finding says; as it is, the field has no effect.',
  },
  {
    id: 'reconciler-object-twice',
    severity: 'high',
    title: 'Two apps of one cluster render the same object differently',
    hint: 'Keep the object in one of the two, or give it another name.',
  },
  {
    id: 'reconciler-remote-cluster',
    severity: 'info',
    title: 'An object is applied to another cluster',
    hint: 'Judge it by the profile of that cluster: facts of this one do not hold there.',
  },
  {
    id: 'reconciler-revision',
    severity: 'info',
    title: 'An Application follows a fixed revision of this repository, and the files at hand are rendered',
    hint: 'The rendering is what will be applied once targetRevision names this commit.',
  },
  {
    id: 'reconciler-suspended',
    severity: 'info',
    title: 'An object is suspended, so what is rendered here is not applied',
    hint: 'Take `suspend` out when it is to go on.',
  },
];
