import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Service, type ServiceOptions } from '../../platform/service.ts';
import { UserError } from '../../platform/userError.ts';
import { until } from '../support/until.ts';

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a service', () => {
  let folder: string;
  let logs = 0;
  const services: Service[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhengzhi-service-'));
  });

  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
  });

  afterAll(() => rm(folder, { recursive: true }));

  /** Runs a script; it is ready when it has written `ready` into its log. */
  function options(script: string, name = 'probe'): ServiceOptions & { logFile: string } {
    const logFile = join(folder, `${name}-${(logs += 1)}.log`);
    return {
      name,
      command: process.execPath,
      args: ['-e', script],
      logFile,
      backoffMs: 10,
      created: (service) => services.push(service),
      ready: async (signal) =>
        await until(async () => signal.aborted || (await readFile(logFile, 'utf8')).includes('ready')),
    };
  }

  const idle = 'console.log("ready", process.pid); setInterval(() => {}, 1000);';

  it('is started again each time it is killed', async () => {
    const said: string[] = [];
    const service = await Service.start({ ...options(idle, 'again'), report: (line) => said.push(line) });
    for (const restarts of [1, 2, 3]) {
      const { pid } = service;
      process.kill(pid ?? 0, 'SIGKILL');
      await until(() => service.restarts === restarts && service.pid !== pid);
    }
    expect(said[0]).toBe('again ended (signal SIGKILL); starting it again in 0.01 s');
    await until(() => said.includes('again is back'));
  });

  const family = `const { spawn } = require('node:child_process');
    const stubborn = "process.on('SIGTERM', () => {}); console.log('born'); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ['-e', stubborn], { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.once('data', () => console.log('ready', process.pid, child.pid));
    setInterval(() => {}, 1000);`;

  async function startFamily(): Promise<{ service: Service; pid: number; childPid: number }> {
    const { logFile, ...rest } = options(family, 'family');
    const service = await Service.start({ ...rest, logFile });
    const [pid = 0, childPid = 0] = (await readFile(logFile, 'utf8')).trim().split(' ').slice(1).map(Number);
    expect([alive(pid), alive(childPid)]).toEqual([true, true]);
    return { service, pid, childPid };
  }

  it('stays down once it is stopped, with everything it had started, however stubborn', async () => {
    const { service, pid, childPid } = await startFamily();
    await service.stop();
    await until(() => !alive(pid) && !alive(childPid));
    expect(service.restarts).toBe(0);
  });

  it('takes along what it had started when it is killed', async () => {
    const { service, pid, childPid } = await startFamily();
    process.kill(pid, 'SIGKILL');
    await until(() => service.restarts === 1 && !alive(childPid));
  });

  it('is killed when it does not end in time', async () => {
    const stubborn = `process.on('SIGTERM', () => console.log('no')); ${idle}`;
    const service = await Service.start({ ...options(stubborn, 'stubborn'), graceMs: 50 });
    const { pid = 0 } = service;
    await service.stop();
    await until(() => !alive(pid));
  });

  it('that ends before it is ready is an error with the end of its output', async () => {
    const starting = Service.start(options('console.error("port 1 is taken"); process.exit(3)', 'broken'));
    await expect(starting).rejects.toThrow(UserError);
    await expect(starting).rejects.toThrow(/^broken ended before it was ready \(exit code 3\)[^]*port 1 is taken/);
    expect(services[0]?.restarts).toBe(0);
  });

  it('whose program is missing is an error, not a crash', async () => {
    const starting = Service.start({ ...options(''), command: join(folder, 'missing') });
    await expect(starting).rejects.toThrow(/ended before it was ready \(spawn .*ENOENT\)/);
  });

  it('can be stopped while it starts', async () => {
    const never = {
      ...options('setInterval(() => {}, 1000)', 'never'),
      ready: () => new Promise<void>(() => undefined),
    };
    const starting = Service.start(never);
    const failing = expect(starting).rejects.toThrow(/ended before it was ready \(signal SIGTERM\)/);
    await services[0]?.stop();
    await failing;
  });

  it('puts a log aside that has grown too long', async () => {
    const { logFile, ...rest } = options(idle, 'long');
    await writeFile(logFile, Buffer.alloc(11 * 1024 * 1024, 'x'));
    await Service.start({ ...rest, logFile });
    expect((await readFile(logFile, 'utf8')).length).toBeLessThan(100);
    expect((await readFile(`${logFile}.1`)).length).toBe(11 * 1024 * 1024);
  });
});
