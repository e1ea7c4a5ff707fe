import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { configVariables, loadConfig } from '../../config.ts';
import { pinned } from '../../platform/versions.ts';
import { type ComposeFile, type ComposeService, composeFile, inProject, interpolated, projectFile } from './files.ts';

let compose: ComposeFile;
let services: [string, ComposeService][];
/** Those that run our own images. */
let ours: [string, ComposeService][];
beforeAll(async () => {
  compose = await composeFile();
  services = Object.entries(compose.services);
  ours = services.filter(([, { build }]) => build !== undefined);
});

const secrets: Record<string, string> = {
  PAYLOAD_KEY: Buffer.alloc(32, 1).toString('base64'),
  SESSION_SECRET: 'not a secret: long enough for a test only',
  // Left out of `.env`, as they may be.
  PUBLIC_URL: '',
  SMTP_URL: '',
  MAIL_FROM: '',
  ALLOW_PRIVATE_WEBHOOKS: '',
};

/** The environment as Compose hands it over once `.env` is filled in. */
function filledIn(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      String(value).replace(/\$\{([A-Z_]+)[^}]*\}/g, (_, variable: string) => secrets[variable] ?? 'secret'),
    ]),
  );
}

describe('docker-compose.yml', () => {
  it('is what the Compose specification allows', async () => {
    // The specification's own schema, as the linter dclint ships it (MIT; the schema is Apache-2.0).
    const { $schema: _, ...schema } = JSON.parse(await projectFile('node_modules/dclint/schemas/compose.schema.json'));
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
    validate(compose);
    expect(validate.errors).toBeNull();
  });

  it('sets only variables that API and worker read, and values they accept', () => {
    expect(ours.map(([name]) => name).sort()).toEqual(['api', 'migrate', 'temporal-namespaces', 'worker']);
    for (const [, { environment }] of ours) {
      expect(Object.keys(environment).filter((name) => configVariables[name] === undefined)).toEqual([]);
      const { temporal, mongodb } = loadConfig(filledIn(environment));
      expect(temporal).toMatchObject({ address: 'temporal:7233', tlsCert: '/certs/tls.crt', tlsCa: '/certs/ca.crt' });
      expect(temporal.payloadKey).toBe(secrets['PAYLOAD_KEY']);
      expect(new URL(mongodb.uri ?? '').searchParams.get('tls')).toBe('true');
    }
  });

  it('asks .env for exactly what .env.example lists, with no default for a secret', async () => {
    const used = interpolated(await projectFile('docker-compose.yml'));
    const example = await projectFile('.env.example');
    const listed = [...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name = '']) => name);
    const demanded = [...example.matchAll(/^([A-Z_]+)=$/gm)].map(([, name = '']) => name);
    expect([...new Set(used.map(({ name }) => name))].sort()).toEqual(listed.sort());
    expect([...new Set(used.filter(({ required }) => required).map(({ name }) => name))].sort()).toEqual(
      demanded.sort(),
    );
    const written = services.flatMap(([, { environment }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|PWD|SECRET|PAYLOAD_KEY/.test(name)),
    );
    expect(written.length).toBeGreaterThan(0);
    for (const [, value] of written) expect(value).toMatch(/^\$\{/);
  });

  it('publishes the port of the API alone, on loopback unless told otherwise', () => {
    const published = services.filter(([, { ports }]) => ports !== undefined);
    expect(published.map(([name, { ports }]) => [name, ports])).toEqual([
      ['api', ['${API_ADDRESS:-127.0.0.1}:${API_PORTS:-8080}:8080']],
    ]);
    expect(compose.networks['backend']).toEqual({ internal: true });
    const elsewhere = services.filter(([, { networks }]) => networks.some((each) => each !== 'backend'));
    expect(elsewhere.map(([name, { networks }]) => [name, networks])).toEqual([
      ['worker', ['backend', 'outgoing']],
      ['api', ['backend', 'edge']],
    ]);
  });

  it('gives no part more rights than it needs', () => {
    for (const [name, service] of services) {
      expect({ name, ...service }).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      expect(Object.keys(service)).not.toContain('privileged');
      // The images of Temporal and ours name their own user; those of the databases would start as root.
      if (/^(postgres|mongo)/.test(service.image)) expect(service.user).toBe('999:999');
    }
  });

  it('mounts what exists, and of the certificates only each part’s own', () => {
    for (const [name, { volumes }] of services) {
      for (const volume of volumes) {
        const [source = '', , mode] = volume.split(':');
        if (!source.startsWith('./')) {
          expect(Object.keys(compose.volumes)).toContain(source);
          continue;
        }
        expect(mode).toBe('ro');
        if (source.startsWith('./deploy/certs/')) {
          const part = source.split('/')[3] ?? '';
          expect([part, 'temporal-ui', 'temporal-schema', 'temporal-namespaces', 'mongo-init', 'migrate']).toContain(
            name,
          );
        } else expect(existsSync(inProject(source))).toBe(true);
      }
    }
  });

  it('starts each part when those it needs are ready', () => {
    const ready = { once: 'service_completed_successfully', always: 'service_healthy' };
    for (const [, { depends_on: needs = {} }] of services) {
      for (const [needed, { condition }] of Object.entries(needs)) {
        const runsOnce = compose.services[needed]?.restart.startsWith('on-failure') === true;
        expect(condition).toBe(runsOnce ? ready.once : ready.always);
        expect(compose.services[needed]?.healthcheck === undefined).toBe(runsOnce);
      }
    }
    expect(Object.keys(compose.services['worker']?.depends_on ?? {})).toEqual(['temporal-namespaces', 'migrate']);
  });

  it('grants the account of API and worker the databases they use', async () => {
    const script = await projectFile('deploy/mongo/init.js');
    for (const [, { environment }] of ours) {
      const { live, rehearsal } = loadConfig(filledIn(environment)).mongodb.databases;
      expect(script).toContain(`const databases = ['${live}', '${rehearsal}'];`);
    }
  });

  it('runs the Temporal server this project is tested with', () => {
    expect(compose.services['temporal']?.image).toBe(`temporalio/server:${pinned.temporalServer}`);
    expect(compose.services['temporal-schema']?.image).toBe(`temporalio/admin-tools:${pinned.temporalServer}`);
  });
});
