import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Config } from '../../config.ts';
import { officeCodes } from '../../domain/organisation/offices.ts';
import { choosePorts } from '../../platform/ports.ts';
import { suiteConfig } from '../support/servers.ts';
import { startApi, type TestApi } from './support.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** The environment under which a program sees the same servers, databases and secrets as the suite. */
function environmentOf(config: Config): Record<string, string> {
  return {
    TEMPORAL_ADDRESS: config.temporal.address ?? '',
    MONGODB_URI: config.mongodb.uri ?? '',
    MONGODB_DATABASE_LIVE: config.mongodb.databases.live,
    MONGODB_DATABASE_REHEARSAL: config.mongodb.databases.rehearsal,
    DATA_DIR: config.dataDir,
    SESSION_SECRET: config.session.secret ?? '',
  };
}

function start(file: string, args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', join('api', file), ...args], {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.text += chunk.toString();
    });
  }
  return { child, output };
}

async function run(file: string, args: readonly string[], env: Record<string, string>) {
  const { child, output } = start(file, args, env);
  const code = await ended(child);
  return { code, output: output.text };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('close', resolve);
  });
}

describe('the sample data', () => {
  let api: TestApi;
  let env: Record<string, string>;
  let output: string;
  beforeAll(async () => {
    const config = await suiteConfig({ LOG_LEVEL: 'silent' });
    env = environmentOf(config);
    const first = await run('sample.ts', ['--size', 'small'], env);
    expect(first).toMatchObject({ code: 0 });
    output = first.output;
    api = await startApi({ config });
    await api.connected;
  });
  afterAll(() => api.stop());

  const passwordOf = (username: string, text = output) => {
    const [, password] = new RegExp(`^ *${username} +([a-z2-9-]{19}) `, 'm').exec(text) ?? [];
    return password ?? '';
  };
  const signIn = async (username: string, password: string, space = 'live') =>
    await api.call('POST /api/v1/sessions', { body: { username, password, space } });

  it('prints a different password for every role and every office, once', async () => {
    const usernames = ['coordinator', 'monitor', 'administrator', ...officeCodes];
    const passwords = usernames.map((username) => passwordOf(username));
    expect(passwords).not.toContain('');
    expect(new Set(passwords).size).toBe(usernames.length);
    const again = await run('sample.ts', [], env);
    expect(again).toMatchObject({ code: 0 });
    expect(again.output).not.toMatch(/[a-z2-9]{4}-[a-z2-9]{4}-/);
  });

  it('lets everybody sign in to both spaces and see the first compound', async () => {
    for (const username of ['coordinator', 'housingBureau', 'streetPartyWorkingCommittee', 'compoundBranch']) {
      for (const space of ['live', 'rehearsal']) {
        const session = await signIn(username, passwordOf(username), space);
        expect(session).toMatchObject({ status: 201, body: { user: { mustChangePassword: false } } });
        const compound = await api.call('GET /api/v1/compounds/C-01', { token: session.body.token });
        expect(compound).toMatchObject({ status: 200, body: { scope: 'linyi/lanshan/yinqueshan/hongqi/C-01' } });
      }
    }
  });

  it('brings two years of complaint figures, once', async () => {
    const { complaintMonths } = api.services.spaces.live.complaints;
    expect(await complaintMonths.countDocuments()).toBe(24 * 12);
    const token = await api.tokenFor({ role: 'monitor', scope: 'linyi' });
    const { body } = await api.call('GET /api/v1/rankings', { token });
    expect(body.items).toHaveLength(24);
    expect(body.items[0]).toMatchObject({ status: 'published', published: 1, versions: [{ compounds: 12 }] });
    const { body: rows } = await api.call(`GET /api/v1/rankings/${body.items[0].month as ''}`, { token });
    expect(rows.items).toHaveLength(12);
    await complaintMonths.deleteOne({ compound: 'C-01' });
    await run('sample.ts', [], env);
    expect(await complaintMonths.countDocuments()).toBe(24 * 12 - 1);
  });

  it('says in every name that it is a sample', async () => {
    const token = await api.tokenFor({ role: 'administrator', duties: ['security'] });
    const lists = await Promise.all(
      ['compounds?', 'places?', 'users?', 'secretaries?', 'branches?', 'committees?', 'companies?'].map((list) =>
        api.call(`GET /api/v1/${list as ''}limit=200`, { token }),
      ),
    );
    const items = lists.flatMap(({ body }) => body.items as { name: string }[]);
    expect(items.length).toBe(12 + 8 + officeCodes.length + 3 + 2 + 12 + 12 + 6 + 4);
    for (const { name } of items) expect(name).toContain('示例');
  });

  it('leaves alone what somebody changed since', async () => {
    const token = await api.tokenFor({ scope: 'linyi' });
    const {
      id: _,
      scope,
      locality,
      revision,
      updatedAt,
      updatedBy,
      // What other registers say of it is entered there.
      branches,
      committee,
      secretary,
      ...fields
    } = (await api.call('GET /api/v1/compounds/C-02', { token })).body;
    const headers = { 'if-match': `"${revision}"` };
    await api.call('PUT /api/v1/compounds/C-02', { token, headers, body: { ...fields, households: 7 } });
    await run('sample.ts', [], env);
    const after = await api.call('GET /api/v1/compounds/C-02', { token });
    expect(after.body).toMatchObject({ households: 7, revision: revision + 1 });
  });

  it('takes SAMPLE_PASSWORD for every account when it is set, and does not print it', async () => {
    const config = await suiteConfig();
    const given = 'one for all of them';
    const answer = await run('sample.ts', [], { ...environmentOf(config), SAMPLE_PASSWORD: given });
    expect(answer.output).not.toContain(given);
    const other = await startApi({ config });
    await other.connected;
    const body = { username: 'fundBank', password: given };
    expect((await other.call('POST /api/v1/sessions', { body })).status).toBe(201);
    await other.stop();
  });

  it('is left out when asked for none: a link creates the first administrator instead', async () => {
    const config = await suiteConfig({ PORT: '8123' });
    const none = await run('sample.ts', ['--size', 'none'], { ...environmentOf(config), PORT: '8123' });
    const [, token] = /http:\/\/localhost:8123\/setup#(\S+)/.exec(none.output) ?? [];
    const other = await startApi({ config });
    await other.connected;
    const body = { token, username: 'chief', password: 'my own password' };
    expect((await other.call('POST /api/v1/administrators', { body })).status).toBe(201);
    expect((await other.call('GET /api/v1/compounds', { token: await other.tokenFor({}) })).body.items).toEqual([]);
    const again = await run('sample.ts', ['--size', 'none'], environmentOf(config));
    expect(again.output).toContain('There is an administrator already');
    await other.stop();
  });

  it('refuses a size that does not exist', async () => {
    expect(await run('sample.ts', ['--size', 'huge'], env)).toEqual({
      code: 1,
      output: 'There is no sample of size huge: --size none|small|full\n',
    });
  });

  it('comes with a way back for who lost a password, found through the data folder alone', async () => {
    const session = await signIn('monitor', passwordOf('monitor'));
    const { MONGODB_URI = '', DATA_DIR = '', ...others } = env;
    mkdirSync(DATA_DIR, { recursive: true });
    writeFileSync(
      join(DATA_DIR, 'servers.json'),
      JSON.stringify({ mongod: { port: Number(new URL(MONGODB_URI).port) } }),
    );
    const reset = await run('admin.ts', ['reset', 'monitor'], { ...others, DATA_DIR, MONGODB_URI: '' });
    expect(reset.code).toBe(0);
    const [, password = ''] = /: ([a-z2-9-]{19})\n/.exec(reset.output) ?? [];
    expect((await signIn('monitor', password)).body.user.mustChangePassword).toBe(true);
    await api.services.revocations.refresh();
    expect((await api.call('GET /api/v1/me', { token: session.body.token })).status).toBe(401);
  });

  it.each([
    [['reset', 'nobody'], /There is no user nobody/],
    [[], /^Usage:/],
    [['reset'], /^Usage:/],
  ])('explains what is wrong with: admin %j', async (args, message) => {
    const answer = await run('admin.ts', args, env);
    expect(answer.code).toBe(1);
    expect(answer.output).toMatch(message);
  });
});

describe('the API process', () => {
  it('serves until it is told to stop', async () => {
    const port = await choosePorts(1, { variable: 'PORT', port: 0 });
    const { child, output } = start('main.ts', [], {
      ...environmentOf(await suiteConfig()),
      PORT: String(port),
      LOG_LEVEL: 'info',
    });
    await new Promise<void>((resolve) => {
      child.stdout.on('data', () => {
        if (output.text.includes('The API listens')) resolve();
      });
    });
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const over = ended(child);
    child.kill('SIGTERM');
    expect(await over).toBe(0);
  });

  it('says in one sentence that its port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as { port: number };
    const env = { ...environmentOf(await suiteConfig()), PORT: String(port), LOG_LEVEL: 'silent' };
    const answer = await run('main.ts', [], env);
    server.close();
    expect(answer).toEqual({
      code: 1,
      output: `Port ${port} is in use by another program; set PORT to a free one\n`,
    });
  });

  it('names every configuration problem at once', async () => {
    const answer = await run('main.ts', [], { PORT: 'x', MONGODB_URI: 'http://nowhere' });
    expect(answer.code).toBe(1);
    expect(answer.output).toMatch(/PORT[\s\S]*MONGODB_URI/);
  });
});
