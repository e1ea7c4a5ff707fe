/**
 * `npm run torture -- --rounds 200 --seed 1`: rounds of work (cases started, decisions, comments, files, a campaign launched, a
 * month of the ranking published, time moved) while API, worker, Temporal and MongoDB are killed, frozen and cut off and a
 * broken release is deployed and rolled back. After each round everything that was acknowledged has to be there exactly
 * once, everything else at most once, every chain whole, no case stuck, every reminder there once and not early.
 *
 * A round depends on its seed alone: `--rounds 1 --seed 17` plays round 17 of `--seed 1` again. `--json FILE` writes the result.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { addMonths } from '../domain/calendar/calendar.ts';
import { connectClient } from '../temporal/connection.ts';
import { findings } from './torture/check.ts';
import { faultsOf, strike } from './torture/faults.ts';
import type { Fate } from './torture/ledger.ts';
import { Load } from './torture/load.ts';
import { startScene } from './torture/scene.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const first = Number(values.seed);
const rounds = Number(values.rounds);
/** Every so manieth round a month of the ranking is published. */
const publishedEvery = 4;
const roundMs = 6000;

const scene = await startScene();
const ready = async (): Promise<void> => {
  for (;;) {
    const answer = await fetch(`${scene.url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(200);
  }
};
await ready();
const clients = {
  live: await connectClient(scene.config, 'live'),
  rehearsal: await connectClient(scene.config, 'rehearsal'),
};
const fates: Record<Fate, number> = { acknowledged: 0, refused: 0, unknown: 0 };
const struck: Record<string, number> = {};
const wrong: string[] = [];
const begun = performance.now();

for (let seed = first; seed < first + rounds; seed += 1) {
  const started = performance.now();
  const load = new Load(scene, String(seed));
  const month = seed % publishedEvery === 0 ? addMonths('2000-01-01', seed / publishedEvery).slice(0, 7) : undefined;
  await load.prepare(month);
  const faults = faultsOf(String(seed));
  await load.play(Promise.all([strike(scene, String(seed)), pause(roundMs)]));
  await ready();
  // Every case still takes an act.
  for (const space of ['live', 'rehearsal'] as const) {
    await Promise.all(load.cases[space].map((id) => load.touch(space, id)));
  }
  const found = await findings(scene, clients, load);
  for (const { fate } of load.entries) fates[fate] += 1;
  for (const { name } of faults) struck[name] = (struck[name] ?? 0) + 1;
  wrong.push(...found.map((each) => `seed ${seed}: ${each}`));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const told = faults.map(({ name }) => name).join(', ');
  console.log(
    `seed ${seed}: ${load.entries.length} calls; ${told}; ${seconds} s; ${found.length === 0 ? 'as it should be' : found.join('; ')}`,
  );
}

const result = {
  rounds,
  'first seed': first,
  minutes: Number(((performance.now() - begun) / 60_000).toFixed(1)),
  acknowledged: fates.acknowledged,
  refused: fates.refused,
  'nobody knows': fates.unknown,
  faults: Object.values(struck).reduce((sum, each) => sum + each, 0),
  'not as it should be': wrong.length,
};
console.table(result);
console.table(struck);
for (const each of wrong) console.log(each);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ ...result, struck, wrong }, null, 2)}\n`);
await Promise.all(Object.values(clients).map((client) => client.connection.close()));
await scene.stop();
process.exit(wrong.length === 0 ? 0 : 1);
