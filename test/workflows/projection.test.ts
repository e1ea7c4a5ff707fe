/** The read model: what a flush writes, whichever way it arrives. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseActivities, CaseLabels, CaseRecord, TaskWrite } from '../../activities/caseRecords.ts';
import { createCaseActivities } from '../../activities/recordCase.ts';
import type { CaseView } from '../../domain/case/caseView.ts';
import { systemActor } from '../../domain/organisation/actor.ts';
import type { RecordedEvent } from '../../domain/timeline/event.ts';
import { GENESIS, hashOf, hashOfEvent } from '../../domain/timeline/hashChain.ts';
import { buildOpening, coordinator, PLACE, TestBench } from '../support/cases.ts';
import { ago } from '../support/days.ts';
import { buildAt, nomination } from '../support/rectification.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
let recordCase: CaseActivities['recordCase'];
beforeAll(async () => {
  bench = await TestBench.start();
  ({ recordCase } = createCaseActivities(bench.database()));
});
afterAll(() => bench.stop());

const at = '2026-03-02T01:00:00.000Z';

/** The events of a case up to a seq, chained; `fork` makes another line of them. */
function eventsOf(id: string, count: number, { fork = '', epoch = 1 } = {}): RecordedEvent[] {
  const events: RecordedEvent[] = [];
  let prevHash = GENESIS;
  for (let seq = 1; seq <= count; seq += 1) {
    const texts = { salt: `${seq}`, actorName: '示例', comment: `意见 ${seq}${fork}` };
    const unhashed = {
      case: id,
      epoch,
      seq,
      at,
      type: 'commented' as const,
      actor: { id: systemActor.id, role: systemActor.role },
      data: {},
      evidence: [],
      textsHash: hashOf(texts),
      prevHash,
    };
    const event = { ...unhashed, hash: hashOfEvent(unhashed) };
    prevHash = event.hash;
    events.push({ event, texts });
  }
  return events;
}

function viewOf(id: string, revision: number, overrides: Partial<CaseView> = {}): CaseView {
  return {
    id,
    kind: 'trial',
    space: 'rehearsal',
    subject: { type: 'compound', id: 'C-01', name: '示例小区', scope: `${PLACE}/C-01` },
    locality: 'linyi',
    campaign: null,
    status: 'running',
    outcome: null,
    stage: 'opinion',
    stages: { 'opinion#1': { stage: 'opinion', visit: 1, status: 'open', openedAt: at } },
    startedAt: at,
    endedAt: null,
    epoch: 1,
    revision,
    head: { seq: revision, hash: `${revision}` },
    policy: { locality: 'linyi', version: 'v' },
    calendar: '2026',
    facts: { revision },
    links: [],
    ...overrides,
  };
}

const task = (id: string, overrides: Partial<TaskWrite> = {}): TaskWrite => ({
  id,
  stage: 'opinion',
  visit: 1,
  face: 'seat',
  office: 'housingBureau',
  openedAt: at,
  dueAt: '2026-03-09T16:00:00.000Z',
  fired: [],
  notBy: [],
  suspended: false,
  standing: false,
  ...overrides,
});

const labels: CaseLabels = {
  kind: 'trial',
  subject: { id: 'C-01', name: '示例小区' },
  scope: `${PLACE}/C-01`,
  campaign: null,
};

/** The first flush of a case, or a later one with only what changed. */
function flush(
  id: string,
  revision: number,
  overrides: Partial<CaseRecord> = {},
): { labels: CaseLabels; record: CaseRecord } {
  const view = viewOf(id, revision);
  const { facts, head } = view;
  return {
    labels,
    record: {
      case: id,
      epoch: 1,
      revision,
      now: at,
      dueAt: '2026-03-09T16:00:00.000Z',
      events: eventsOf(id, revision).slice(-1),
      view: revision === 1 ? { whole: view } : { changed: { facts, head, revision }, stages: {} },
      tasks: { open: [task(`opinion#1.${revision}`)], ended: [] },
      problems: [],
      ...overrides,
    },
  };
}

/** Everything the read model holds of a case, without when it was written. */
async function stored(id: string) {
  const { cases, tasks, timeline, texts, problems } = bench.models();
  const of = { case: id };
  const document = await cases.findById(id, { updatedAt: 0 }).lean();
  return {
    document,
    timeline: (await timeline.find(of).sort({ _id: 1 }).lean()).map(({ seq, event }) => [seq, event.hash]),
    texts: (await texts.find(of).sort({ _id: 1 }).lean()).map(({ texts: words }) => words.comment),
    tasks: await tasks.find(of).sort({ _id: 1 }).lean(),
    problems: await problems.find(of).sort({ _id: 1 }).lean(),
  };
}

const fresh = (): string => `trial:C-${randomUUID().slice(0, 8)}:1`;

describe('a flush', () => {
  it('that arrives twice leaves the same as once', async () => {
    const id = fresh();
    await recordCase(flush(id, 1));
    await recordCase(flush(id, 2));
    const once = await stored(id);
    expect(once.document).toMatchObject({ revision: 2, facts: { revision: 2 } });
    expect(once.tasks.map(({ open }) => open)).toEqual([true, true]);
    await expect(recordCase(flush(id, 2))).resolves.toEqual({ wholeViewNeeded: false, diverged: [] });
    await expect(recordCase(flush(id, 1))).resolves.toEqual({ wholeViewNeeded: false, diverged: [] });
    expect(await stored(id)).toEqual(once);
  });

  it('that arrives after a newer one adds its events and changes nothing else', async () => {
    const id = fresh();
    await recordCase(flush(id, 1));
    await recordCase(flush(id, 3, { tasks: { open: [], ended: [{ id: 'opinion#1.1', why: 'decided', at }] } }));
    await recordCase(flush(id, 2, { tasks: { open: [task('opinion#1.1')], ended: [] } }));
    const { document, timeline, texts, tasks } = await stored(id);
    expect(timeline).toHaveLength(3);
    expect(texts).toEqual(['意见 1', '意见 2', '意见 3']);
    expect(document).toMatchObject({ revision: 3, facts: { revision: 3 } });
    expect(tasks.map(({ open, ended }) => [open, ended?.why])).toEqual([[false, 'decided']]);
  });

  it('for a case the read model does not know asks for the whole view, and the whole view brings it', async () => {
    const id = fresh();
    await expect(recordCase(flush(id, 2))).resolves.toEqual({ wholeViewNeeded: true, diverged: [] });
    expect((await stored(id)).document).toBeNull();
    const whole = flush(id, 2, { events: [], view: { whole: viewOf(id, 2) } });
    await expect(recordCase(whole)).resolves.toEqual({ wholeViewNeeded: false, diverged: [] });
    expect((await stored(id)).document).toMatchObject({ revision: 2, district: 'lanshan', street: 'yinqueshan' });
  });

  it('with another event of the same seq is not skipped in silence: what is stored stays, and the case is flagged', async () => {
    const id = fresh();
    await recordCase(flush(id, 1));
    await recordCase(flush(id, 2));
    const [, forged] = eventsOf(id, 2, { fork: '（改）' });
    const before = await stored(id);
    const { diverged } = await recordCase(flush(id, 3, { events: forged ? [forged] : [] }));
    expect(diverged).toEqual([{ seq: 2, stored: before.timeline[1]?.[1], arrived: forged?.event.hash }]);
    const after = await stored(id);
    expect(after.timeline).toEqual(before.timeline);
    expect(after.texts).toEqual(before.texts);
    expect(after.document).toMatchObject({ diverged: { seq: 2, arrived: forged?.event.hash } });
  });

  it('is written whole or not at all', async () => {
    const id = fresh();
    const impossible = { ...task('opinion#1.2'), _id: 'another' };
    await expect(
      recordCase(flush(id, 1, { tasks: { open: [task('opinion#1.1'), impossible], ended: [] } })),
    ).rejects.toThrow();
    expect(await stored(id)).toEqual({ document: null, timeline: [], texts: [], tasks: [], problems: [] });
  });

  it('of a later epoch wins, though its revision is lower', async () => {
    const id = fresh();
    await recordCase(flush(id, 1));
    await recordCase(flush(id, 3));
    const view = viewOf(id, 2, { epoch: 2, facts: { restored: true } });
    await recordCase(flush(id, 2, { epoch: 2, view: { whole: view }, events: eventsOf(id, 2, { epoch: 2 }) }));
    expect((await stored(id)).document).toMatchObject({ epoch: 2, revision: 2, facts: { restored: true } });
    await recordCase(flush(id, 4));
    const { document, timeline } = await stored(id);
    expect(document).toMatchObject({ epoch: 2, revision: 2, facts: { restored: true } });
    expect(timeline.map(([seq]) => seq)).toEqual([1, 3, 4, 1, 2]);
    const valid = await bench
      .models()
      .timeline.find({ case: id, supersededBy: { $exists: false } })
      .lean();
    expect(valid.map(({ epoch, seq }) => [epoch, seq])).toEqual([
      [2, 1],
      [2, 2],
    ]);
  });

  it('says how a task ended, and takes away a problem whose listing was taken back', async () => {
    const id = fresh();
    const problem = {
      id: 'P1',
      category: 'other',
      office: 'taxBureau',
      dueOn: '2026-04-01',
      status: 'open',
      reopened: 0,
      round: 1,
    };
    await recordCase(
      flush(id, 1, {
        problems: [
          { ...problem, status: 'open' },
          { ...problem, id: 'P2', status: 'open' },
        ],
      }),
    );
    await recordCase(
      flush(id, 2, {
        tasks: { open: [], ended: [{ id: 'opinion#1.1', decision: 'agree', by: 'somebody', why: 'decided', at }] },
        problems: [{ ...problem, status: 'done' }],
        problemsGone: ['P2'],
      }),
    );
    const { tasks, problems } = await stored(id);
    expect(tasks).toMatchObject([
      { open: false, closedAt: new Date(at), ended: { decision: 'agree', by: 'somebody', why: 'decided' } },
    ]);
    expect(problems.map(({ id: name, status }) => [name, status])).toEqual([['P1', 'done']]);
  });
});

describe('a running case', () => {
  it('is in the read model as the case itself sees it', async () => {
    const compound = await bench.open();
    await compound.decide('nomination', 'nominate', { form: nomination });
    await compound.timeline();
    const { view, tasks } = await compound.snapshot();
    const { document, tasks: documents } = await stored(compound.id);
    const { id: _, ...whole } = view;
    expect(document).toMatchObject(JSON.parse(JSON.stringify(whole)) as object);
    expect(document?.dueAt).toEqual(new Date(String(tasks[0]?.dueAt)));
    const open = documents.filter((each) => each.open);
    expect(open.map(({ id }) => id).toSorted()).toEqual(tasks.map(({ id }) => id).toSorted());
    expect(open[0]).toMatchObject({ subject: { id: view.subject.id }, scope: view.subject.scope, standing: false });
    expect(documents.find(({ id }) => id === 'nomination#1')).toMatchObject({
      open: false,
      ended: { decision: 'nominate', by: 'organisationDept', why: 'decided' },
    });
  });

  it('brings a lost case document back with its next event, and does not wait for another', async () => {
    const compound = await bench.open();
    await compound.timeline();
    const { cases, tasks } = bench.models();
    await cases.deleteOne({ _id: compound.id });
    await tasks.deleteMany({ case: compound.id });
    await compound.act('comment', coordinator, { text: '示例' });
    await until(async () => (await cases.exists({ _id: compound.id })) !== null);
    const { view } = await compound.snapshot();
    const { document, tasks: open } = await stored(compound.id);
    expect(document).toMatchObject({ revision: view.revision, stage: 'nomination', head: view.head, kind: view.kind });
    expect(open.map(({ id }) => id)).toEqual(['nomination#1']);
  });

  it('asks what time brings in the inbox of the office, though nobody acted', async () => {
    const compound = await bench.open(buildAt('observation', ago(0)));
    await compound.advance('P32D');
    const { tasks } = bench.models();
    await until(
      async () => (await tasks.exists({ case: compound.id, id: 'observation#1.month-1', open: true })) !== null,
    );
    const told = (await compound.timeline()).find(({ type }) => type === 'timeReached');
    expect(told).toMatchObject({ stage: expect.any(String), data: { window: expect.any(String) } });
  });

  it('keeps what was written apart from the chain, under the same number', async () => {
    const compound = await bench.open(buildOpening());
    const answer = await compound.act('comment', coordinator, { text: '示例意见' });
    const event = (await compound.timeline()).at(-1);
    const words = await bench.models().texts.findById(`${compound.id}|1|${answer.revision}`).lean();
    expect(words).toMatchObject({ actor: 'coordinator', texts: { comment: '示例意见', actorName: coordinator.name } });
    expect(event?.textsHash).toBe(hashOf(words?.texts));
    expect(JSON.stringify(event)).not.toContain('示例意见');
  });
});
