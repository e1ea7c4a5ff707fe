import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import type { CaseActivities, CaseRecord, CaseRecordInput } from '../../activities/caseRecords.ts';
import { createCaseActivities } from '../../activities/recordCase.ts';
import type { CaseView } from '../../domain/case/caseView.ts';
import type { RecordedEvent } from '../../domain/timeline/event.ts';
import { GENESIS, hashOf, hashOfEvent } from '../../domain/timeline/hashChain.ts';
import { type CaseModels, caseModels } from '../../models/caseModels.ts';
import { noticeModels } from '../../models/notices.ts';
import { suiteConfig } from '../support/servers.ts';

let database: Connection;
let models: CaseModels;
let recordCase: CaseActivities['recordCase'];
beforeAll(async () => {
  const { mongodb } = await suiteConfig();
  database = await mongoose.createConnection(mongodb.uri ?? '', { dbName: mongodb.databases.live }).asPromise();
  models = caseModels(database);
  ({ recordCase } = createCaseActivities(database));
});
afterAll(async () => {
  await database.dropDatabase();
  await database.close();
});

const at = '2026-09-23T01:00:00.000Z';
const scope = 'linyi/lanshan/yinqueshan/hongqi/C-1';
const labels = { kind: 'trial', subject: { id: 'C-1', name: '示例小区' }, scope, campaign: null };

function buildEvent(id: string, seq: number, prevHash: string, said = `${seq}`): RecordedEvent {
  const texts = { salt: `salt-${seq}`, actorName: '示例', comment: said };
  const unhashed = {
    case: id,
    epoch: 1,
    seq,
    at,
    type: 'commented' as const,
    actor: { id: 'coordinator', role: 'coordinator' as const },
    data: { said },
    evidence: [],
    textsHash: hashOf(texts),
    prevHash,
  };
  return { event: { ...unhashed, hash: hashOfEvent(unhashed) }, texts };
}

function buildChain(id: string, count: number): RecordedEvent[] {
  const chain: RecordedEvent[] = [];
  for (let seq = 1; seq <= count; seq += 1) chain.push(buildEvent(id, seq, chain.at(-1)?.event.hash ?? GENESIS));
  return chain;
}

function buildView(id: string, revision: number, overrides: Partial<CaseView> = {}): CaseView {
  return {
    id,
    kind: 'trial',
    space: 'live',
    subject: { type: 'compound', id: 'C-1', name: '示例小区', scope },
    locality: 'linyi',
    campaign: null,
    status: 'running',
    outcome: null,
    stage: 'seal',
    stages: { 'seal#1': { stage: 'seal', visit: 1, status: 'open', openedAt: at } },
    startedAt: at,
    endedAt: null,
    epoch: 1,
    revision,
    head: { seq: revision, hash: '' },
    policy: { locality: 'linyi', version: 'v' },
    calendar: 'c',
    facts: {},
    links: [],
    ...overrides,
  };
}

const task = (id: string): CaseRecord['tasks']['open'][number] => ({
  id,
  stage: 'seal',
  visit: 1,
  face: 'main',
  office: 'housingBureau',
  openedAt: at,
  dueAt: '2026-09-30T16:00:00.000Z',
  fired: [],
  notBy: [],
  suspended: false,
  standing: false,
});

/** A flush up to a revision, with the whole view unless it says otherwise. */
function buildFlush(id: string, revision: number, overrides: Partial<CaseRecord> = {}): CaseRecordInput {
  return {
    labels,
    record: {
      case: id,
      epoch: 1,
      revision,
      now: at,
      dueAt: '2026-09-30T16:00:00.000Z',
      events: buildChain(id, revision),
      view: { whole: buildView(id, revision) },
      tasks: { open: [task('seal#1')], ended: [] },
      problems: [
        {
          id: 'P1',
          category: 'other',
          office: 'taxBureau',
          dueOn: '2026-10-01',
          status: 'open',
          reopened: 0,
          round: 1,
        },
      ],
      ...overrides,
    },
  };
}

const newId = (): string => `trial:C-${randomUUID().slice(0, 8)}:1`;

async function stored(id: string) {
  const withoutClock = await models.cases.findById(id, { updatedAt: 0 }).lean();
  return {
    view: withoutClock,
    events: (await models.timeline.find({ case: id }).sort({ seq: 1 }).lean()).map(({ event }) => event),
    texts: await models.texts.find({ case: id }).sort({ seq: 1 }).lean(),
    tasks: await models.tasks.find({ case: id }).lean(),
    problems: await models.problems.find({ case: id }).lean(),
  };
}

const fine = { wholeViewNeeded: false, diverged: [] };

describe('a flush of a case', () => {
  it('that comes twice leaves what the first left', async () => {
    const id = newId();
    const flush = buildFlush(id, 3);
    await expect(recordCase(flush)).resolves.toEqual(fine);
    const first = await stored(id);
    expect(first.events).toEqual(flush.record.events.map(({ event }) => event));
    expect(first.view).toMatchObject({ revision: 3, status: 'running', dueAt: new Date('2026-09-30T16:00:00.000Z') });
    await expect(recordCase(flush)).resolves.toEqual(fine);
    expect(await stored(id)).toEqual(first);
  });

  it('that comes twice at the same moment is written once', async () => {
    const id = newId();
    const flush = buildFlush(id, 2);
    await Promise.all([recordCase(flush), recordCase(flush), recordCase(flush)]);
    const { events, tasks } = await stored(id);
    expect(events).toHaveLength(2);
    expect(tasks).toHaveLength(1);
  });

  it('that is stale adds its events, and leaves view, tasks and problems to the newer one', async () => {
    const id = newId();
    const late = buildFlush(id, 2);
    const [, , third, fourth] = buildChain(id, 4);
    if (!third || !fourth) throw new Error('four events were built');
    await recordCase(buildFlush(id, 1));
    await recordCase(
      buildFlush(id, 4, {
        events: [third, fourth],
        view: { whole: buildView(id, 4, { stage: null, status: 'completed', outcome: 'sealed' }) },
        tasks: { open: [], ended: [{ id: 'seal#1', why: 'decided', decision: 'approve', by: 'x', at }] },
        problems: [],
        dueAt: null,
      }),
    );
    const before = await stored(id);
    await expect(recordCase(late)).resolves.toEqual(fine);
    const after = await stored(id);
    expect(after.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect({ ...after, events: [], texts: [] }).toEqual({ ...before, events: [], texts: [] });
    expect(after.tasks[0]).toMatchObject({ open: false, ended: { why: 'decided', decision: 'approve', by: 'x' } });
  });

  it('tells of a task that was asked and decided since the last', async () => {
    const id = newId();
    await recordCase(buildFlush(id, 1));
    const [, second] = buildChain(id, 2);
    const asked = task('seal#2');
    await recordCase(
      buildFlush(id, 2, {
        events: second ? [second] : [],
        tasks: { open: [], ended: [{ id: 'seal#2', why: 'decided', decision: 'approve', by: 'x', at, asked }] },
      }),
    );
    const { tasks } = await stored(id);
    expect(tasks.find((each) => each.id === 'seal#2')).toMatchObject({
      office: asked.office,
      open: false,
      closedAt: new Date(at),
      ended: { decision: 'approve', by: 'x' },
    });
  });

  it('of an older epoch does not move the view of a newer one, whatever its revision', async () => {
    const id = newId();
    await recordCase(buildFlush(id, 2, { epoch: 2, view: { whole: buildView(id, 2, { epoch: 2 }) } }));
    await recordCase(buildFlush(id, 9, { events: [] }));
    expect((await stored(id)).view).toMatchObject({ epoch: 2, revision: 2 });
  });

  it('asks for the whole view when the case is not there, and is healed by the next', async () => {
    const id = newId();
    const changes = { changed: { status: 'suspended' as const }, stages: {} };
    await expect(recordCase(buildFlush(id, 2, { view: changes }))).resolves.toEqual({ ...fine, wholeViewNeeded: true });
    expect((await stored(id)).view).toBeNull();
    const [, , third] = buildChain(id, 3);
    if (!third) throw new Error('three events were built');
    const whole = buildView(id, 3, { status: 'suspended' });
    await expect(recordCase(buildFlush(id, 3, { events: [third], view: { whole } }))).resolves.toEqual(fine);
    const healed = await stored(id);
    expect(healed.view).toMatchObject({ revision: 3, status: 'suspended', district: 'lanshan' });
    expect(healed.events).toHaveLength(3);
    expect(healed.tasks.map(({ id: open }) => open)).toEqual(['seal#1']);
  });

  it('changes only the members it brings', async () => {
    const id = newId();
    await recordCase(buildFlush(id, 1));
    const second = buildChain(id, 2).slice(1);
    const stages = { 'seal#2': { stage: 'seal', visit: 2, status: 'open' as const, openedAt: at } };
    await recordCase(buildFlush(id, 2, { events: second, view: { changed: { facts: { n: 1 } }, stages } }));
    const { view } = await stored(id);
    expect(view).toMatchObject({ facts: { n: 1 }, stage: 'seal', revision: 2 });
    expect(Object.keys(view?.stages ?? {})).toEqual(['seal#1', 'seal#2']);
  });

  it('with another event under a number that is taken is flagged, and the original stays', async () => {
    const id = newId();
    const flush = buildFlush(id, 2);
    await recordCase(flush);
    const [first] = flush.record.events;
    if (!first) throw new Error('two events were built');
    const forged = buildEvent(id, 2, first.event.hash, 'forged');
    const original = flush.record.events[1]?.event.hash;
    const divergence = { seq: 2, stored: original, arrived: forged.event.hash };
    await expect(recordCase(buildFlush(id, 3, { events: [forged] }))).resolves.toEqual({
      wholeViewNeeded: false,
      diverged: [divergence],
    });
    const { view, events, texts } = await stored(id);
    expect(view?.diverged).toMatchObject(divergence);
    expect(events[1]?.hash).toBe(original);
    expect(texts[1]?.texts.comment).toBe('2');
  });

  it('takes problems away whose listing was taken back', async () => {
    const id = newId();
    await recordCase(buildFlush(id, 1));
    expect((await stored(id)).problems).toHaveLength(1);
    const second = buildChain(id, 2).slice(1);
    await recordCase(buildFlush(id, 2, { events: second, problems: [], problemsGone: ['P1'] }));
    expect((await stored(id)).problems).toEqual([]);
  });

  it('leaves in the outbox what people are to be told, once however often it comes', async () => {
    const id = newId();
    const { notices } = noticeModels(database);
    const told = async () => (await notices.find({ case: id }).lean()).map(({ what, to }) => ({ what, to }));
    const flush = buildFlush(id, 2);
    await Promise.all([recordCase(flush), recordCase(flush)]);
    await recordCase(flush);
    expect(await told()).toEqual([{ what: 'taskOpened', to: { office: 'housingBureau' } }]);
    const third = buildChain(id, 3).slice(2);
    const ended = { open: [], ended: [{ id: 'seal#1', why: 'decided', at }] };
    await recordCase(buildFlush(id, 3, { events: third, tasks: ended }));
    expect(await told()).toHaveLength(1);
  });

  it('is written whole or not at all', async () => {
    const id = newId();
    // Problems are written last, after the timeline, the view and the tasks.
    const broken = buildFlush(id, 2, {
      problems: [
        {
          id: 'P1',
          toBSON: () => {
            throw new Error('this document cannot be written');
          },
        } as never,
      ],
    });
    await expect(recordCase(broken)).rejects.toThrow('this document cannot be written');
    const nothing = { view: null, events: [], texts: [], tasks: [], problems: [] };
    expect(await stored(id)).toEqual(nothing);
    expect(await noticeModels(database).notices.countDocuments({ case: id })).toBe(0);
    await expect(recordCase(buildFlush(id, 2))).resolves.toEqual(fine);
    expect((await stored(id)).events).toHaveLength(2);
  });
});
