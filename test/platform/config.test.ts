import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, configVariables, loadConfig, sessionSecret } from '../../config.ts';

describe('the configuration', () => {
  it('needs no variable at all', () => {
    expect(loadConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      temporal: { address: undefined, namespaces: { live: 'zhengzhi-live', rehearsal: 'zhengzhi-rehearsal' } },
      evidenceMaxBytes: 20 * 1024 * 1024,
      anchorDir: expect.stringMatching(/^\/.*\.data\/anchors$/),
    });
  });

  it('names every problem at once', () => {
    const problems = () =>
      loadConfig({
        PORT: 'eighty',
        TEMPORAL_ADDRESS: 'temporal',
        PAYLOAD_KEY: 'c2hvcnQ=',
        TEMPORAL_TLS_CERT: 'client.pem',
        TEMPORAL_NAMESPACE_LIVE: 'zhengzhi-rehearsal',
        OIDC_ISSUER: 'https://id.example',
      });
    expect(problems).toThrow(ConfigError);
    expect(problems).toThrow(
      /PORT: must be a port[^]*TEMPORAL_ADDRESS: must be host:port[^]*PAYLOAD_KEY: must be 32 bytes[^]*TEMPORAL_TLS_CERT[^]*TEMPORAL_NAMESPACE_REHEARSAL: must differ[^]*OIDC_ISSUER: needs/,
    );
  });

  it('takes an empty variable for an absent one, as docker compose passes it', () => {
    expect(loadConfig({ PORT: '', TEMPORAL_ADDRESS: '' })).toEqual(loadConfig({}));
  });

  it('never lets the two spaces share a database', () => {
    expect(() => loadConfig({ MONGODB_DATABASE_LIVE: 'one', MONGODB_DATABASE_REHEARSAL: 'one' })).toThrow(
      /MONGODB_DATABASE_REHEARSAL/,
    );
  });

  it('is described in docs/platform.md, every variable with its meaning', async () => {
    const page = await readFile(new URL('../../docs/platform.md', import.meta.url), 'utf8');
    for (const [variable, meaning] of Object.entries(configVariables)) {
      expect(page).toContain(`| \`${variable}\` | ${meaning} |`);
    }
  });
});

describe('the secret that signs sessions', () => {
  it('is made once and kept where only its owner reads it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zhengzhi-secret-'));
    const config = loadConfig({ DATA_DIR: join(folder, 'new') });
    const secret = sessionSecret(config);
    expect(secret.length).toBeGreaterThanOrEqual(43);
    expect(sessionSecret(config)).toBe(secret);
    expect((await stat(join(folder, 'new', 'session-secret'))).mode & 0o777).toBe(0o600);
    await rm(folder, { recursive: true });
  });

  it('is the configured one when there is one', () => {
    const given = 'a'.repeat(32);
    expect(sessionSecret(loadConfig({ SESSION_SECRET: given, DATA_DIR: '/nowhere' }))).toBe(given);
  });
});
