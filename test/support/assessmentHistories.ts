/** Whole cases of the assessments, for `recordHistories.ts`. */

import { cycleModels } from '../../models/cycles.ts';
import { pathsTo, registerModels } from '../../models/registers.ts';
import { agreedStars, meeting, placed, scored } from './assessment.ts';
import { actor, coordinator, office, PLACE, type TestBench, type TestCase } from './cases.ts';
import { until } from './until.ts';

/** A meeting made up for, a warning taken back by a correction, another one, a plan returned, the mid-term check. */
export async function assess(secretary: TestCase): Promise<void> {
  await secretary.decide('sheets#1.street', 'score', { form: { score: 60 } });
  await secretary.decide('sheets#1.community', 'score', { form: { score: 55 } });
  await secretary.decide('sheets#1.residents', 'absent', { comment: '示例' });
  await secretary.decide('meeting', 'hold', { form: { score: 50, meeting } });
  await placed(secretary, 'warn', { rank: 41, of: 42, chain: 1 });
  const sheet = (await secretary.timeline()).find(({ stage, type }) => type === 'decided' && stage === 'meeting#1');
  await secretary.act('correct', office('streetPartyWorkingCommittee'), {
    event: sheet?.seq ?? 0,
    decision: 'hold',
    form: { score: 52, meeting },
    comment: '示例：录入有误',
  });
  await placed(secretary, 'warn', { rank: 40, of: 42, chain: 1 });
  await secretary.decide('plan', 'submit', { form: { measures: '示例' } });
  await secretary.decide('mentoring', 'return', { comment: '示例' });
  await secretary.decide('plan', 'submit', { form: { measures: '示例' } });
  await secretary.decide('mentoring', 'agree', { form: { mentor: '示例社区党委副书记' } });
  await secretary.advance('P93D');
  await secretary.decide('midtermCheck', 'improving');
  await secretary.handle.result();
}

/** Three sheets, and adjustment: the exit begins. */
export async function adjusted(secretary: TestCase): Promise<void> {
  await scored(secretary, 60, 55, 50);
  await placed(secretary, 'adjust', { rank: 42, of: 42, chain: 2 });
  await secretary.handle.result();
}

/** Low stars: the compound's rectification and the year of improvement begin. */
export async function star(rated: TestCase): Promise<void> {
  const compound = rated.opening.subject.id.replace('S-', 'C-');
  await registerModels(rated.bench.database()).compounds.collection.insertOne({
    _id: compound,
    name: '示例小区',
    scope: `${PLACE}/${compound}`,
  } as never);
  await agreedStars(rated, 65);
  await rated.decide('publication', 'publishLow');
  await rated.decide('consequence', 'rectify', { form: { compound, baselineMonthlyComplaints: 12 } });
  await rated.handle.result();
}

/** A year with its quarterly checks that fails: the exit begins. */
export async function improvement(year: TestCase): Promise<void> {
  await year.advanceTo('2027-07-21T10:00:00+08:00');
  for (const quarter of [1, 2, 3, 4]) {
    await year.decide(`quarterReport#${quarter}`, 'report', { form: { progress: '示例' } });
    await year.decide(`quarterReview#${quarter}.civilAffairs`, 'improving');
    await year.decide(`quarterReview#${quarter}.housing`, 'notImproving', { comment: '示例' });
  }
  await year.decide('rating#1', 'risen', { form: { stars: 3 } });
  await year.decide('rating#2', 'low', { form: { stars: 2 } });
  await year.decide('yearEnd', 'fail', { comment: '示例' });
  await year.handle.result();
}

/** A cycle of one secretary, from the start to its close. @returns its workflow's id */
export async function cycle(bench: TestBench): Promise<string> {
  const database = bench.database();
  const scope = `${PLACE}/C-901`;
  const place = 'linyi/lanshan/yinqueshan';
  await registerModels(database).entries.secretaries.collection.insertOne({
    _id: 'S-901',
    name: '示例书记',
    scope,
    within: pathsTo(scope),
  } as never);
  const id = 'assess:linyi_lanshan_yinqueshan:2025-H1';
  await cycleModels(database).cycles.collection.insertOne({
    _id: id as never,
    kind: 'assess',
    place,
    key: '2025-H1',
    within: pathsTo(place),
    subjects: 'secretary',
    status: 'listing',
    dueOn: '2199-01-01',
    startedBy: coordinator,
    startedAt: new Date(),
  });
  const workflowId = `cycle:${id}`;
  const { taskQueue } = bench.config.temporal;
  const handle = await bench.client.workflow.start('cycle', { taskQueue, workflowId, args: [id] });
  const { cases } = bench.models();
  const assessed = 'assess:S-901:2025-H1:1';
  await until(async () => (await cases.findById(assessed).lean()) !== null);
  const street = actor('street', 'streetPartyWorkingCommittee');
  const input = { outcome: 'onLeave', reason: '示例' };
  const key = 'recorded-cancellation-of-the-cycle';
  await bench.client.workflow
    .getHandle(assessed)
    .executeUpdate('cancel', { args: [{ key, body: key, actor: street, input }] });
  await until(async () => (await cases.findById(assessed).lean())?.outcome === 'onLeave');
  await handle.signal('cycleLook');
  await handle.result();
  return workflowId;
}
