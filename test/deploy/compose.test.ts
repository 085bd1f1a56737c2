import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { FILLED_IN, OF_THE_IMAGE, settingNames } from './settings.ts';

interface Service {
  readonly profiles?: readonly string[];
  readonly image?: string;
  readonly build?: string;
  readonly deploy?: { readonly replicas: number };
  readonly depends_on?: Readonly<Record<string, { readonly required: boolean }>>;
  readonly ports?: readonly string[];
  readonly environment: Readonly<Record<string, string | null>>;
  readonly volumes?: readonly string[];
}

/** dclint's own types don't resolve. */
interface Linted {
  readonly messages: readonly { readonly message: string }[];
}

const source = await readFile('compose.yaml', 'utf8');
const { services }: { services: Readonly<Record<string, Service>> } = parse(source, { merge: true });
const serviceOf = (name: string) => services[name] ?? expect.unreachable(`no service ${name}`);

/** Against the Compose specification's own schema, which dclint carries, and its rules of safety, not of order. */
function lint(path: string): string[] {
  const taste = [
    'require-project-name-field',
    'require-quotes-in-ports',
    'service-keys-order',
    'services-alphabetical-order',
    'service-dependencies-alphabetical-order',
    'service-ports-alphabetical-order',
    'top-level-properties-order',
  ];
  const rules = Object.fromEntries(taste.map((rule) => [rule, 0 as const]));
  const linter = new DCLinter({ rules, quiet: true, debug: false, exclude: [] });
  return linter
    .lintFiles([path], false)
    .flatMap(({ messages }: Linted) => messages.map(({ message }) => message));
}

describe('compose.yaml', () => {
  it('is what the Compose specification knows', () => {
    expect(lint('compose.yaml')).toEqual([]);
  });

  describe('the check finds', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'theta-compose-'));
    });
    afterAll(() => rm(folder, { recursive: true }));

    it.each([
      ['an unknown field', '  init: true', '  initt: true'],
      ['a wrong type', '  cap_drop: [ALL]', '  cap_drop: ALL'],
      ['a section that is none', '\nvolumes:\n', '\nvolums:\n'],
      ['an image without a version', 'nginx:1.28-alpine', 'nginx'],
      ['a port that is open to the network', `"127.0.0.1:\${BALANCER_PORT:-8080}:8080"`, '"8080:8080"'],
    ])('%s', async (_what, right, wrong) => {
      const doctored = source.replace(right, wrong);
      expect(doctored).not.toBe(source);
      const path = join(folder, 'compose.yaml');
      await writeFile(path, doctored);
      expect(lint(path)).not.toEqual([]);
    });
  });

  it.each(['theta', 'chat', 'worker'])(
    '%s: passes every setting on, and Theta accepts them',
    async (name) => {
      const passed = Object.keys(serviceOf(name).environment);
      const known = (await settingNames()).filter((setting) => !OF_THE_IMAGE.includes(setting));
      expect(passed.toSorted()).toEqual(known.toSorted());
    },
  );

  it('scaled: two that receive and two that answer meet in PostgreSQL', () => {
    for (const role of ['chat', 'worker']) {
      const { profiles, deploy, environment, depends_on, ports } = serviceOf(role);
      expect({ profiles, deploy, ports }).toEqual({
        profiles: ['scaled'],
        deploy: { replicas: 2 },
        ports: undefined,
      });
      expect(environment.THETA_ROLE).toBe(role);
      expect(environment.DATABASE_URL).toContain('@postgres:5432/theta}');
      expect(depends_on).toHaveProperty('postgres');
      expect(readConfig({ ...FILLED_IN, THETA_ROLE: role })).toMatchObject({ THETA_ROLE: role });
    }
    expect(serviceOf('postgres').profiles).toContain('scaled');
    // Without a profile, as before.
    expect(serviceOf('theta').profiles).toBeUndefined();
  });

  it('scaled: the balancer passes on what the platforms call, to the chat processes, and nothing else', async () => {
    expect(serviceOf('balancer')).toMatchObject({
      profiles: ['scaled'],
      volumes: ['./deploy/nginx.conf:/etc/nginx/nginx.conf:ro'],
      ports: [expect.stringMatching(/^127\.0\.0\.1:.*:8080$/)],
    });
    const nginx = (await readFile('deploy/nginx.conf', 'utf8')).replace(/#.*/g, '');
    const locations = [...nginx.matchAll(/location (.*?) \{(.*?)\}/gs)].map(([, path, body = '']) => [
      path,
      body.includes('http://chat:3000') ? 'chat' : body.trim(),
    ]);
    expect(locations).toEqual([
      ['= /discord/interactions', 'chat'],
      ['/slack/', 'chat'],
      ['/', 'return 404;'],
    ]);
    expect(nginx).toContain('listen 8080;');
  });

  it('opens nothing to other machines, and runs Theta without rights', () => {
    for (const { ports = [] } of Object.values(services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const name of ['theta', 'chat', 'worker', 'balancer'])
      expect(serviceOf(name)).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
  });
});
