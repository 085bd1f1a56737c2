import { readdir, readFile } from 'node:fs/promises';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IService } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { findManifestFaults, type Manifest } from './find-manifest-faults.ts';
import { FILLED_IN, settingNames } from './settings.ts';

const FOLDER = 'deploy/kubernetes';
const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.yaml'));
const kustomization = parse(await readFile(`${FOLDER}/kustomization.yaml`, 'utf8'));
const manifests = (
  await Promise.all(files.filter((file) => file !== 'kustomization.yaml').map(readManifests))
).flat();

async function readManifests(file: string): Promise<Manifest[]> {
  const documents = parseAllDocuments(await readFile(`${FOLDER}/${file}`, 'utf8'));
  return [...documents].map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
}

interface Kinds {
  ConfigMap: IConfigMap;
  Deployment: IDeployment;
  HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  Ingress: IIngress;
  Namespace: INamespace;
  NetworkPolicy: INetworkPolicy;
  PodDisruptionBudget: IPodDisruptionBudget;
  Secret: ISecret;
  Service: IService;
}

const all = <K extends keyof Kinds>(kind: K) =>
  manifests.filter((manifest) => manifest.kind === kind) as unknown as Kinds[K][];
function one<K extends keyof Kinds>(kind: K, name: string): Kinds[K] {
  const found = all(kind).filter(({ metadata }) => metadata?.name === name);
  if (found.length !== 1) throw new Error(`${found.length} of ${kind} ${name}`);
  return found[0] as Kinds[K];
}
const podOf = (name: string) => one('Deployment', name).spec?.template ?? expect.unreachable();
const specOf = (name: string) => podOf(name).spec ?? expect.unreachable();
const containerOf = (name: string) => specOf(name).containers[0] ?? expect.unreachable();

const ROLES = ['chat', 'worker'];

describe('the manifests', () => {
  it('are what Kubernetes knows: kinds, fields, types', async () => {
    expect(manifests.length).toBeGreaterThan(10);
    expect(await findManifestFaults(manifests)).toEqual([]);
  });

  it('are all in the kustomization, but for the example of a secret', () => {
    const Kustomization = z.strictObject({
      apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
      kind: z.literal('Kustomization'),
      namespace: z.string(),
      images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })),
      resources: z.array(z.string()),
    });
    const { namespace, images, resources } = Kustomization.parse(kustomization);
    expect(['kustomization.yaml', 'secret.example.yaml', ...resources].toSorted()).toEqual(files.toSorted());
    expect(one('Namespace', namespace).metadata?.name).toBe('theta');
    expect(images.map(({ name }) => name)).toEqual([containerOf('chat').image]);
  });

  it.each(ROLES)('%s: pods are those that selectors, budget and probes speak of', (role) => {
    const labels = podOf(role).metadata?.labels;
    expect(labels).toMatchObject(one('Deployment', role).spec?.selector.matchLabels ?? { no: 'selector' });
    expect(labels).toMatchObject(
      one('PodDisruptionBudget', role).spec?.selector?.matchLabels ?? { no: 'selector' },
    );
    expect(one('Deployment', role).spec?.selector.matchLabels).toMatchObject({
      'app.kubernetes.io/component': role,
    });
    const { ports, startupProbe, livenessProbe, readinessProbe } = containerOf(role);
    expect(ports).toEqual([{ name: 'http', containerPort: 3000 }]);
    const asked = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet);
    expect(asked).toEqual(['/healthz', '/healthz', '/readyz'].map((path) => ({ path, port: 'http' })));
  });

  it.each(ROLES)('%s: gives /readyz its two seconds a check, and stopping its nine', (role) => {
    expect(containerOf(role).readinessProbe?.timeoutSeconds).toBeGreaterThan(2);
    const asleep = containerOf(role).lifecycle?.preStop?.sleep?.seconds ?? 0;
    expect(specOf(role).terminationGracePeriodSeconds).toBeGreaterThan(9 + asleep);
  });

  it.each(ROLES)('%s: may do nothing that it need not', (role) => {
    expect(specOf(role)).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(containerOf(role).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(containerOf(role).resources?.limits).toHaveProperty('memory');
    expect(one('Namespace', 'theta').metadata?.labels).toEqual({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  it.each(ROLES)('%s: is configured with settings that Theta knows and accepts', async (role) => {
    const { data = {} } = one('ConfigMap', 'theta');
    const { stringData = {} } = one('Secret', 'theta');
    const env = Object.fromEntries((containerOf(role).env ?? []).map(({ name, value }) => [name, value]));
    const filled = Object.keys(stringData).map((name) => [name, FILLED_IN[name]]);
    const environment: Record<string, string> = { ...data, ...env, ...Object.fromEntries(filled) };
    expect(await settingNames()).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(readConfig(environment)).toMatchObject({ THETA_ROLE: role });
    expect(containerOf(role).envFrom).toEqual([
      { configMapRef: { name: 'theta' } },
      { secretRef: { name: 'theta' } },
    ]);
  });

  it('hold no secret, not even by mistake', () => {
    for (const value of Object.values(one('Secret', 'theta').stringData ?? {}))
      expect(value).toContain('CHANGE-ME');
  });

  it('run two of each at least, and scale the workers by CPU', () => {
    expect(one('Deployment', 'chat').spec?.replicas).toBeGreaterThanOrEqual(2);
    const autoscaler = one('HorizontalPodAutoscaler', 'worker').spec;
    expect(autoscaler).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'worker' },
      metrics: [{ type: 'Resource', resource: { name: 'cpu' } }],
    });
    expect(autoscaler?.minReplicas).toBeGreaterThanOrEqual(2);
    // It would be set back to this by every apply.
    expect(one('Deployment', 'worker').spec).not.toHaveProperty('replicas');
    expect(containerOf('worker').resources?.requests).toHaveProperty('cpu');
  });

  it('let in from outside what the platforms call, to chat alone', () => {
    const service = one('Service', 'chat').spec;
    expect(podOf('chat').metadata?.labels).toMatchObject(service?.selector ?? { no: 'selector' });
    expect(service?.ports).toEqual([{ name: 'http', port: 80, targetPort: 'http' }]);
    const paths = all('Ingress').flatMap(
      ({ spec }) => spec?.rules?.flatMap(({ http }) => http?.paths ?? []) ?? [],
    );
    const backend = { service: { name: 'chat', port: { name: 'http' } } };
    expect(paths).toEqual([
      { path: '/discord/interactions', pathType: 'Exact', backend },
      { path: '/slack', pathType: 'Prefix', backend },
    ]);
  });

  it('close the network but for ingress, scrapes, names, database and the outside', () => {
    expect(one('NetworkPolicy', 'nothing-else').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    const egress = one('NetworkPolicy', 'to-names-database-and-platforms').spec?.egress ?? [];
    expect(egress.map(({ ports }) => ports?.map(({ port }) => port))).toEqual([[53, 53], [5432], [443]]);
    expect(egress[2]?.to?.[0]?.ipBlock?.except).toContain('169.254.0.0/16');
    const [fromIngress] = one('NetworkPolicy', 'chat-from-ingress').spec?.ingress ?? [];
    expect(fromIngress?.from).toHaveLength(1);
  });
});

describe('the check of manifests finds', () => {
  const doctor = (change: (deployment: IDeployment & Record<string, unknown>) => void) => {
    const deployment = structuredClone(one('Deployment', 'chat')) as IDeployment & Record<string, unknown>;
    change(deployment);
    return findManifestFaults([deployment as unknown as Manifest]);
  };
  const container = (deployment: IDeployment) =>
    deployment.spec?.template.spec?.containers[0] as unknown as Record<string, unknown>;

  it.each<[string, (deployment: IDeployment & Record<string, unknown>) => void, string]>([
    [
      'an unknown field',
      (d) => Object.assign(container(d), { readinesProbe: {} }),
      '\'"readinesProbe"\' does not exist',
    ],
    ['an unknown field at the top', (d) => Object.assign(d, { specs: {} }), '\'"specs"\' does not exist'],
    [
      'a wrong type',
      (d) => Object.assign(d.spec ?? {}, { replicas: '2' }),
      'data/spec/replicas must be integer',
    ],
    ['a number that is not whole', (d) => Object.assign(d.spec ?? {}, { replicas: 1.5 }), 'must be integer'],
    [
      'a word that is none of those',
      (d) => Object.assign(container(d), { imagePullPolicy: 'Allways' }),
      'allowed values',
    ],
    ['a field that is missing', (d) => Object.assign(d.spec ?? {}, { selector: undefined }), 'selector'],
    ['a kind that is none', (d) => Object.assign(d, { kind: 'Deploymint' }), 'Deploymint'],
    ['a version that is none', (d) => Object.assign(d, { apiVersion: 'apps/v7' }), 'apps/v7'],
  ])('%s', async (_what, change, complaint) => {
    const faults = await doctor(change);
    expect(faults.join('\n')).toContain(complaint);
  });
});
