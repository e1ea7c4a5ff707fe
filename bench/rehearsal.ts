/**
 * `npm run bench:rehearsal -- 182 9`: how long a rehearsal of so many compounds over so many virtual months takes on this
 * machine, with what it does and what it costs each part. The report is compared with the simulation's.
 */
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { loadCalendars, loadPolicies } from '../api/policies/loadPolicies.ts';
import { buildCalendar, dayOf } from '../domain/calendar/calendar.ts';
import { caseParameters, resolvePolicy } from '../domain/policy/resolvePolicy.ts';
import { completeAssumptions } from '../domain/rehearsal/assumptions.ts';
import { planRehearsal } from '../domain/rehearsal/plan.ts';
import { reportOf } from '../domain/rehearsal/report.ts';
import { simulate } from '../domain/rehearsal/simulate.ts';
import { rehearsalModels } from '../models/rehearsals.ts';
import { connectClient } from '../temporal/connection.ts';
import { startStack } from './support/stack.ts';

const [compounds = 182, months = 9] = process.argv.slice(2).map(Number);
const locality = 'lanshan';
const policy = resolvePolicy(await loadPolicies('policies'), locality);
const plan = planRehearsal(
  {
    assumptions: completeAssumptions(),
    published: buildCalendar(await loadCalendars('policies/calendars')),
    policies: {
      [locality]: {
        version: policy.version,
        parameters: caseParameters(policy, ['rectification', 'pairing', 'ladder', 'acts']),
      },
    },
    compounds: Array.from({ length: compounds }, (_, n) => ({
      compound: `C-${n}`,
      name: `示例小区${n}`,
      scope: `linyi/lanshan/yinqueshan/hongqi/C-${n}`,
      route: 'initialRanking' as const,
      baselineMonthlyComplaints: 20 + (n % 60),
      staffing: { departments: [] },
      locality,
    })),
  },
  { today: dayOf(new Date().toISOString()), months },
);
const begunSimulating = performance.now();
const simulated = reportOf(plan, simulate(plan));
const simulating = performance.now() - begunSimulating;

const stack = await startStack({ worker: 'rehearsalWorker', quickTimers: false });
const client = await connectClient(stack.config, 'rehearsal');
const mongo = await mongoose.createConnection(stack.config.mongodb.uri ?? '').asPromise();
const { rehearsals, plans } = rehearsalModels(mongo.useDb(stack.config.mongodb.databases.rehearsal));
const rehearsal = 'R-00000001';
await plans.collection.insertOne({ _id: rehearsal as never, plan });
await rehearsals.collection.insertOne({
  _id: rehearsal as never,
  status: 'queued',
  progress: { done: 0, acts: 0, skips: 0 },
});
const before = stack.cpu();
const begun = performance.now();
const seconds = () => (performance.now() - begun) / 1000;
let over = false;
const playing = client.workflow
  .execute('campaignRehearsal', {
    taskQueue: stack.config.temporal.taskQueue,
    workflowId: `rehearsal:${rehearsal}`,
    args: [{ rehearsal }],
  })
  .finally(() => {
    over = true;
  });
for (let shown = -1; !over; await pause(1_000)) {
  const { done = 0, acts = 0, skips = 0 } = (await rehearsals.findById(rehearsal).lean())?.progress ?? {};
  if (done >= shown + 20) console.log(`${seconds().toFixed(0)} s: ${done} compounds, ${acts} acts, ${skips} skips`);
  if (done >= shown + 20) shown = done;
}
await playing;
const took = seconds();
const after = stack.cpu();
const document = await rehearsals.findById(rehearsal).lean();
const { acts = 0, skips = 0 } = document?.progress ?? {};
console.table({
  seconds: Number(took.toFixed(1)),
  acts,
  skips,
  actsPerSecond: Number((acts / took).toFixed(1)),
  cpuSeconds_temporal: (after.temporal - before.temporal) / 1000,
  cpuSeconds_worker: (after.worker - before.worker) / 1000,
  cpuSeconds_mongod: (after.mongod - before.mongod) / 1000,
  simulationMilliseconds: Math.round(simulating),
});
console.log(
  document?.report?.fingerprint === simulated.fingerprint
    ? `The same as the simulation: ${simulated.finished} of ${simulated.cases} closed, half of them by ${simulated.medianFinish}`
    : `NOT as the simulation: ${document?.status} ${document?.error ?? ''} ${JSON.stringify(document?.report?.failures)}`,
);
await mongo.close();
await client.connection.close();
await stack.stop();
