import { describe, expect, it, test } from '@jest/globals';
import type { Task } from '../../../domain/case/task.ts';
import { deriveNotices, type NoticeSource } from '../../../domain/notices/deriveNotices.ts';
import { addresseeKey, noticeKinds } from '../../../domain/notices/notice.ts';
import { noticeSentence } from '../../../domain/notices/wording.ts';
import { procedure } from '../../../domain/procedures/rectification.ts';
import type { TimelineEvent } from '../../../domain/timeline/event.ts';

const at = '2026-09-23T01:00:00.000Z';

const task = (overrides: Partial<Task> & { standing?: boolean } = {}) => ({
  id: 'plan#1',
  stage: 'plan',
  visit: 1,
  face: 'main',
  office: 'housingBureau' as const,
  openedAt: at,
  dueAt: '2026-09-30T16:00:00.000Z',
  fired: [],
  notBy: ['submitter'],
  suspended: false,
  standing: false,
  ...overrides,
});

const event = (type: TimelineEvent['type'], overrides: Partial<TimelineEvent> = {}): TimelineEvent => ({
  case: 'rectification:C-1:1',
  epoch: 1,
  seq: 5,
  at,
  type,
  actor: { id: 'doer', role: 'coordinator' },
  data: {},
  evidence: [],
  prevHash: '',
  hash: '',
  ...overrides,
});

const derive = (overrides: Partial<NoticeSource>) =>
  deriveNotices({
    case: 'rectification:C-1:1',
    epoch: 1,
    campaign: null,
    events: [event('decided')],
    tasks: [],
    ...overrides,
  });
const told = (overrides: Partial<NoticeSource>) => derive(overrides).map(({ what, to }) => [what, addresseeKey(to)]);

describe('of a flush', () => {
  it('an office is told of the task it is asked, once, whatever changes in it later', () => {
    const [notice] = derive({ tasks: [task()] });
    expect(notice).toMatchObject({
      what: 'taskOpened',
      to: { office: 'housingBureau' },
      except: ['submitter'],
      data: { dueAt: '2026-09-30T16:00:00.000Z' },
      inAppOnly: false,
    });
    const later = '2026-09-24T01:00:00.000Z';
    expect(told({ events: [event('commented', { at: later })], tasks: [task()] })).toEqual([]);
    expect(derive({ tasks: [task()] })).toEqual(derive({ tasks: [task()] }));
  });

  it('nobody is told of what an office may do at any time', () => {
    expect(told({ tasks: [task({ standing: true })] })).toEqual([]);
  });

  test.each([
    ['yellow', 'housingBureau', [['yellow', 'office:housingBureau:2']]],
    ['red', 'districtPartyCommittee', [['red', 'office:districtPartyCommittee']]],
    ['supervise', 'organisationDept', [['supervise', 'office:organisationDept']]],
    ['interview', 'districtPartyCommittee', [['interview', 'office:districtPartyCommittee']]],
  ])('the rung %s reaches %s', (rung, to, expected) => {
    const escalated = event('escalated', { stage: 'plan#1', data: { rung, to, dueAt: at } });
    expect(told({ events: [escalated], tasks: [task({ fired: ['yellow'], unit: '2' })] })).toEqual(expected);
  });

  it('whoever was delegated a task is reminded of it too', () => {
    const escalated = event('escalated', { stage: 'plan#1', data: { rung: 'yellow', to: 'housingBureau', dueAt: at } });
    const delegated = task({ fired: ['yellow'], delegate: { id: 'deputy' } });
    expect(told({ events: [escalated], tasks: [delegated] })).toEqual([
      ['yellow', 'office:housingBureau'],
      ['yellow', 'person:deputy'],
    ]);
  });

  test.each<[TimelineEvent['type'], Partial<TimelineEvent>, unknown]>([
    ['delegated', { stage: 'plan#1', data: { to: 'deputy' } }, [['delegated', 'person:deputy']]],
    ['reassigned', { stage: 'plan#1', data: { from: 'x', to: 'taxBureau' } }, [['reassigned', 'office:taxBureau']]],
    ['commented', { stage: 'plan#1' }, [['commented', 'task:plan#1']]],
    ['commented', {}, []],
    ['corrected', { stage: 'plan#1', data: { event: 3 } }, [['corrected', 'task:plan#1']]],
    ['caseClosed', { data: { outcome: 'closed' } }, [['caseEnded', 'coordinators']]],
    ['caseCancelled', { data: { outcome: 'merged' } }, [['caseEnded', 'coordinators']]],
    ['evidenceAttached', { stage: 'plan#1' }, []],
  ])('%s is told to whom it concerns, not to whoever did it', (type, overrides, expected) => {
    const notices = derive({ events: [event(type, overrides)] });
    expect(notices.map(({ what, to }) => [what, addresseeKey(to)])).toEqual(expected);
    for (const { except } of notices) expect(except).toEqual(['doer']);
  });

  it('a seat that is a place’s own is told there', () => {
    const scope = 'linyi/lanshan/yinqueshan';
    const [notice] = derive({ tasks: [task({ scope })] });
    expect(notice?.to).toEqual({ office: 'housingBureau', scope });
  });

  it('earlier steps from paper are told to nobody, and what is open now in the app alone', () => {
    const events = [event('caseOpened'), event('caseClosed', { seq: 6, imported: true })];
    const notices = derive({ events, tasks: [task({ openedAt: '2026-01-01T00:00:00.000Z' })] });
    expect(notices.map(({ what, inAppOnly }) => [what, inAppOnly])).toEqual([['taskOpened', true]]);
  });

  it('a rehearsal run tells nobody anything', () => {
    expect(told({ campaign: 'R-2026-1', events: [event('caseClosed')], tasks: [task()] })).toEqual([]);
    expect(told({ campaign: 'K-2026-1', tasks: [task()] })).toHaveLength(1);
  });
});

test('every kind has a sentence in both languages', () => {
  const worded = { task: 'plan#2', data: { dueAt: '2026-09-30T16:00:00.000Z', outcome: 'closed' } };
  for (const what of noticeKinds) {
    const [zh, en] = (['zh', 'en'] as const).map((language) =>
      noticeSentence({ what, ...worded }, procedure, language),
    );
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).not.toMatch(/undefined|\p{Script=Han}/u);
  }
  expect(noticeSentence({ what: 'red', ...worded }, procedure, 'zh')).toContain('2026-09-30');
});
