import { monthsUpTo } from '../../../api/sampleComplaints.ts';
import type { SpaceServices } from '../../../api/services.ts';
import type { StageState } from '../../../domain/case/caseView.ts';
import { caseKeys, placesOf } from '../../../models/caseModels.ts';

/** A Friday noon in Shanghai. */
export const now = new Date('2026-11-27T04:00:00Z');
export const streets = ['yinqueshan', 'jinqueshan', 'lanshan', 'liuqing'] as const;
const names = ['金山花园', '沂河新村', '兰亭苑', '书香名邸', '向阳小区', '凤凰城', '东方家园', '银河湾'];
const day = (date: string) => `${date}T02:00:00.000Z`;

const visit = (stage: string, opened: string, closed?: string, result?: string, n = 1): [string, StageState] => [
  `${stage}#${n}`,
  {
    stage,
    visit: n,
    status: closed === undefined ? 'open' : 'closed',
    openedAt: day(opened),
    ...(closed !== undefined && { closedAt: day(closed) }),
    ...(result !== undefined && { result }),
  },
];

const begun = [
  visit('nomination', '2026-03-02', '2026-03-04', 'nominated'),
  visit('acceptance', '2026-03-04', '2026-03-06', 'complete'),
  visit('gazette', '2026-03-06', '2026-03-09', 'published'),
  visit('plan', '2026-03-09', '2026-03-25', 'submitted'),
];
const worked = [...begun, visit('planReview', '2026-03-25', '2026-03-31', 'approved')];
const passed = [...worked, visit('execution', '2026-03-31', '2026-08-20', 'verified')];

/** Where a case may stand, eight ways. */
const standings = [
  { stage: 'planReview', visits: [...begun, visit('planReview', '2026-11-16')] },
  { stage: 'execution', visits: [...worked, visit('execution', '2026-03-31')] },
  {
    stage: 'observation',
    visits: [
      ...passed,
      visit('midtermAcceptance', '2026-08-20', '2026-11-05', 'passed'),
      visit('observation', '2026-11-05'),
    ],
  },
  {
    stage: 'execution',
    relapses: 1,
    visits: [
      ...passed,
      visit('midtermAcceptance', '2026-08-20', '2026-09-01', 'passed'),
      visit('observation', '2026-09-01', '2026-11-12', 'relapsed'),
      visit('execution', '2026-11-12', undefined, undefined, 2),
    ],
  },
  {
    stage: null,
    visits: [
      ...passed,
      visit('midtermAcceptance', '2026-07-01', '2026-07-10', 'passed'),
      visit('observation', '2026-07-10', '2026-10-12', 'passed'),
      visit('closing', '2026-10-12', '2026-11-18', 'closed'),
    ],
  },
  {
    stage: 'plan',
    route: 'monthlyTop50',
    started: '2026-11-09',
    visits: [visit('nomination', '2026-11-09', '2026-11-11', 'nominated'), visit('plan', '2026-11-11')],
  },
  {
    stage: 'observation',
    visits: [
      ...passed,
      visit('midtermAcceptance', '2026-08-20', '2026-09-10', 'passed'),
      visit('observation', '2026-09-10'),
    ],
  },
  { stage: 'midtermAcceptance', visits: [...passed, visit('midtermAcceptance', '2026-08-20')] },
] as const;

const team = {
  leader: { seat: 'leader', office: 'countyLevelLeader', unit: '示例副区长', status: 'accepted', round: 1 },
  redSecretary: { seat: 'redSecretary', office: 'redPropertySecretary', unit: '示例局', status: 'accepted', round: 1 },
  department1: { seat: 'department1', office: 'pairedDepartment', unit: '示例住建局', status: 'accepted', round: 1 },
};

/** A campaign of `amount` compounds in four streets with two years of complaint figures, as its workflows would have left it. */
export async function buildCampaign(
  { cases, campaigns, complaints, registers }: SpaceServices,
  id: string,
  amount: number,
  nameOf = (index: number) =>
    `${names[index % names.length]}${index >= names.length ? `${Math.floor(index / names.length) + 1}期` : ''}（示例）`,
): Promise<void> {
  const all = Array.from({ length: amount }, (_, index) => {
    const { visits, ...standing } = {
      route: 'initialRanking',
      started: '2026-03-02',
      relapses: 0,
      ...(standings[index % standings.length] as (typeof standings)[number]),
    };
    const street = streets[(index * 5) % 4] ?? '';
    const compound = `${id}-${String(index).padStart(4, '0')}`;
    const scope = `linyi/lanshan/${street}/S-${index % 3}/${compound}`;
    const subject = { type: 'compound', id: compound, name: nameOf(index), scope };
    const due = ['planReview', 'plan', 'midtermAcceptance'].includes(standing.stage ?? '');
    const dueAt = due ? new Date(now.getTime() + ((index % 23) - 15) * 86_400_000) : null;
    return { ...standing, visits, street, compound, scope, subject, dueAt, case: `rectification:${compound}:1` };
  });
  await registers.places.collection
    .insertMany(
      (
        [
          ['linyi/lanshan', 'district', '兰山区（示例）'],
          ...['银雀山街道', '金雀山街道', '兰山街道', '柳青街道'].map((name, index) => [
            `linyi/lanshan/${streets[index]}`,
            'street',
            `${name}（示例）`,
          ]),
        ] as [string, string, string][]
      ).map(([_id, level, name]) => ({ _id, level, name, within: placesOf(_id) })) as never[],
      { ordered: false },
    )
    .catch(() => undefined);
  await campaigns.campaigns.collection.insertOne({
    _id: id,
    name: '2026年重点小区集中整治（示例）',
    place: 'linyi/lanshan',
    within: placesOf('linyi/lanshan'),
    month: '2026-02',
    status: 'running',
    selection: null,
    compounds: amount,
    revision: 1,
    createdAt: new Date('2026-03-01T01:00:00Z'),
    createdBy: 'coordinator',
    updatedAt: now,
    launchedAt: new Date('2026-03-02T01:00:00Z'),
  } as never);
  await campaigns.campaignCompounds.collection.insertMany(
    all.map((each, index) => ({
      _id: `${id}|${each.compound}`,
      campaign: id,
      compound: each.compound,
      name: each.subject.name,
      scope: each.scope,
      within: placesOf(each.scope),
      route: each.route,
      reason: {
        zh: `第${index + 1}名：${400 - index}件，满意率48%`,
        en: `rank ${index + 1}: ${400 - index} tickets, satisfaction 48 %`,
      },
      baselineMonthlyComplaints: 30,
      staffing: { departments: [] },
      case: each.case,
    })) as never[],
  );
  await cases.cases.collection.insertMany(
    all.map((each) => ({
      _id: each.case,
      kind: 'rectification',
      space: 'live',
      subject: each.subject,
      locality: 'lanshan',
      campaign: id,
      status: each.stage === null ? 'completed' : 'running',
      outcome: each.stage === null ? 'closed' : null,
      stage: each.stage,
      stages: Object.fromEntries(each.visits),
      startedAt: day(each.started),
      endedAt: each.stage === null ? day('2026-11-18') : null,
      facts: { route: each.route, team, relapseCount: each.relapses },
      within: caseKeys(each.scope, id),
      district: 'lanshan',
      street: each.street,
      dueAt: each.dueAt,
      clockAt: now,
      updatedAt: now,
      revision: 1,
      epoch: 1,
      links: [],
    })) as never[],
  );
  const offices: Record<string, string> = {
    planReview: 'housingBureau',
    plan: 'streetPartyWorkingCommittee',
    midtermAcceptance: 'districtPartyCommittee',
  };
  await cases.tasks.collection.insertMany(
    all.flatMap((each) => {
      if (each.dueAt === null || each.stage === null) return [];
      const office = offices[each.stage];
      const task = `${each.stage}#1${each.stage === 'planReview' ? `.${office}` : ''}`;
      return [
        {
          _id: `${each.case}|${task}`,
          id: task,
          case: each.case,
          kind: 'rectification',
          stage: each.stage,
          visit: 1,
          face: 'main',
          office,
          openedAt: day('2026-11-02'),
          dueAt: each.dueAt,
          rank: each.dueAt,
          fired: each.dueAt < now ? ['yellow', 'red'] : [],
          notBy: [],
          suspended: false,
          standing: false,
          open: true,
          subject: { id: each.compound, name: each.subject.name },
          scope: each.scope,
          within: placesOf(each.scope),
          campaign: id,
        },
      ] as never[];
    }),
  );
  await cases.timeline.collection.insertMany(
    all.flatMap((each, index) => {
      const event = (seq: number, type: string, at: string, stage: string, office: string, data: object) => ({
        _id: `${each.case}|1|${seq}`,
        case: each.case,
        epoch: 1,
        seq,
        scope: each.scope,
        event: {
          case: each.case,
          epoch: 1,
          seq,
          at: day(at),
          type,
          stage,
          actor: { id: 'x', role: 'reviewer', office },
          data,
          evidence: [],
        },
      });
      return [
        event(1, 'decided', '2026-11-04', 'plan#1', 'streetPartyWorkingCommittee', {
          decision: 'submit',
          result: 'submitted',
          ...(index % 5 === 0 && { late: true }),
        }),
        event(
          2,
          'decided',
          '2026-11-06',
          'planReview#1.housingBureau',
          'housingBureau',
          index % 7 === 0 ? { decision: 'return', result: 'returned' } : { decision: 'approve', result: 'approved' },
        ),
        event(3, 'escalated', '2026-11-10', 'plan#1', 'streetPartyWorkingCommittee', {
          rung: index % 3 === 0 ? 'red' : 'yellow',
          to: 'districtPartyCommittee',
          reachedAt: day('2026-11-10'),
          dueAt: null,
        }),
      ];
    }) as never[],
  );
  await complaints.complaintMonths.collection.insertMany(
    all.flatMap((each, index) =>
      monthsUpTo('2026-11').map((month, at) => {
        const tickets = Math.max(
          0,
          Math.round((22 - (at > 14 ? (at - 14) * 1.6 : 0)) * (0.6 + ((index * 7 + at * 3) % 10) / 12)),
        );
        return {
          _id: `${each.compound}|${month}`,
          compound: each.compound,
          month,
          complaints: tickets,
          propertyComplaints: Math.floor(tickets / 2),
          cityRank: null,
          surveyed: tickets,
          satisfied: Math.floor((tickets * (50 + at * 2)) / 100),
          within: placesOf(each.scope),
          version: 1,
          publishedAt: now,
        };
      }),
    ) as never[],
  );
}
