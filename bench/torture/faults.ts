import { setTimeout as pause } from 'node:timers/promises';
import { draw } from '../../domain/rehearsal/draw.ts';
import { KeptRunning } from './keptRunning.ts';
import { type TortureScene, workerProgram } from './scene.ts';

/** Something that goes wrong for a while, and is right again when `strike` is over. */
interface Fault {
  name: string;
  strike: (scene: TortureScene, milliseconds: number) => Promise<void>;
}

const processes = {
  api: ({ api }: TortureScene) => api.pid,
  worker: ({ worker }: TortureScene) => worker.pid,
  temporal: ({ servers }: TortureScene) => servers.temporal.pid,
  mongod: ({ servers }: TortureScene) => servers.mongod.pid,
};

function send(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It is between two lives.
  }
}

const faults: readonly Fault[] = [
  ...Object.entries(processes).flatMap(([name, pidOf]): Fault[] => [
    { name: `kill ${name}`, strike: async (scene) => send(pidOf(scene), 'SIGKILL') },
    {
      name: `freeze ${name}`,
      strike: async (scene, milliseconds) => {
        const pid = pidOf(scene);
        send(pid, 'SIGSTOP');
        await pause(milliseconds);
        send(pid, 'SIGCONT');
      },
    },
  ]),
  ...(['temporal', 'mongod'] as const).map(
    (name): Fault => ({
      name: `cut off ${name}`,
      strike: async ({ relays }, milliseconds) => {
        await relays[name].cut();
        await pause(milliseconds);
        await relays[name].restore();
      },
    }),
  ),
  {
    name: 'broken release',
    strike: async (scene, milliseconds) => {
      await scene.worker.stop();
      const program = ['--import', 'tsx', 'bench/torture/brokenRelease.ts'];
      scene.worker = new KeptRunning(program, scene.environment);
      await pause(milliseconds + 3000);
      await scene.worker.stop();
      scene.worker = new KeptRunning(workerProgram, scene.environment);
    },
  },
];

export const faultNames = faults.map(({ name }) => name);

/** What goes wrong in a round, by its seed: which faults, when, and for how long; they may overlap. */
export function faultsOf(seed: string): { name: string; at: number; milliseconds: number }[] {
  return Array.from({ length: 2 + draw(2, seed, 'how many') }, (_, index) => ({
    name: faultNames[draw(faultNames.length, seed, 'which', index)] ?? '',
    at: 500 + draw(4000, seed, 'when', index),
    milliseconds: 500 + draw(3000, seed, 'how long', index),
  }));
}

/** Lets a round's faults happen. @returns once all is right again */
export async function strike(scene: TortureScene, seed: string): Promise<void> {
  const released: Promise<void>[] = [];
  let releases: Promise<void> = Promise.resolve();
  for (const { name, at, milliseconds } of faultsOf(seed)) {
    const fault = faults.find((each) => each.name === name);
    if (fault === undefined) continue;
    const begin = pause(at);
    if (name === 'broken release') {
      // Two deployments at a time would be one worker too many.
      releases = releases.then(() => begin).then(() => fault.strike(scene, milliseconds));
    } else released.push(begin.then(() => fault.strike(scene, milliseconds)));
  }
  await Promise.all([...released, releases]);
}
