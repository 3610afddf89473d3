// Which settings decide the rendering of one app?
import { type App, type Discovery, type Environment, type RenderSettings, renderSettings } from '@fairway/environments';
import { apiGroup, SERVED_KINDS } from '@fairway/manifests';
import { type NamedRelease, newestRelease, renderDefaults } from '@fairway/reconcilers';

const objectKind = ({ reconciledBy }: App): NamedRelease['kind'] | undefined => {
  if (reconciledBy === undefined) return undefined;
  return apiGroup(reconciledBy.object.apiVersion) === 'argoproj.io' ? 'argocd' : 'flux';
};

/** The release that the profile names; where it names none, the newest of the kind that acts on the object. */
const releaseFor = (app: App, { profile }: Environment): NamedRelease | undefined => {
  const kind = objectKind(app);
  return profile?.reconciler ?? (kind === undefined ? undefined : { kind, version: newestRelease(kind) });
};

/**
 * Those of its environment, after what the release of its reconciler embeds: Flux reads files that Argo CD refuses, and older releases of
 * both render with helm 3.
 */
export const appSettings = ({ environments, config }: Discovery): ((app: App) => RenderSettings) => {
  const known = memo.get(environments) ?? settingsIn(environments, config);
  memo.set(environments, known);
  return known;
};

/** One answer per side, so that equal settings are one value. */
const memo = new WeakMap<Discovery['environments'], (app: App) => RenderSettings>();

const settingsIn = (environments: Discovery['environments'], config: Discovery['config']): ((app: App) => RenderSettings) => {
  const byName = new Map(environments.map((environment) => [environment.name, environment]));
  const made = new Map<string, RenderSettings>();
  const make = (environment: Environment, reconciler: NamedRelease): RenderSettings => {
    const { name, profile } = environment;
    const own =
      config?.environments !== undefined && Object.hasOwn(config.environments, name) ? config.environments[name]?.render : undefined;
    const settings = renderSettings({ profile, overrides: config?.render, own, defaults: renderDefaults(reconciler) });
    // Both reconcilers give helm every kind that the cluster serves.
    return { ...settings, apiVersions: [...settings.apiVersions, ...SERVED_KINDS] };
  };
  return (app) => {
    const environment = byName.get(app.env);
    if (environment === undefined) throw new Error(`${app.id} has an environment that discovery does not name`);
    const reconciler = releaseFor(app, environment);
    if (reconciler === undefined) return environment.render;
    const key = `${app.env} ${reconciler.kind} ${reconciler.version}`;
    const settings = made.get(key) ?? make(environment, reconciler);
    made.set(key, settings);
    return settings;
  };
};
