/** Three-ones pairing and task force 三个一帮带 / 一小区一专班 (P03): its stages, used inside other procedures. */
import { z } from 'zod';
import { fieldError, Refusal } from '../errors.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import { type Json, type Text, text } from '../text.ts';
import type { CaseContext, DecisionContext } from './declaration.ts';
import { field, oneOf, wordIn } from './forms.ts';
import { type SeatTitles, seatTitle } from './seats.ts';
import { jointReview, named, type Seat, submission } from './stages.ts';

/** One seat of the team: who holds it, and whether they have accepted. */
export interface Member {
  seat: string;
  office: OfficeCode;
  unit: string;
  status: 'nominated' | 'accepted' | 'refused' | 'silent';
  /** Round of nomination: a replacement is judged anew. */
  round: number;
}

export interface PairingFacts {
  team: Record<string, Member>;
  /** A change of member under way: the seat, and who is to follow. */
  successor: Member | null;
}

const unit = () => z.string().trim().min(1).max(80);
const seatTitles = {
  leader: text('责任县级领导', 'County-level leader'),
  redSecretary: 'redPropertySecretary',
  'department*': 'pairedDepartment',
} satisfies SeatTitles;
function titleOfSeat(seat: string): Text {
  return seatTitle(seatTitles, seat) ?? text(seat, seat);
}

/** The seats a successor may be named for; a team of more departments than these has never been. */
const seatChoice = {
  leader: seatTitles.leader,
  redSecretary: text('红领书记', 'Red-property secretary'),
  ...Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [
      `department${at + 1}`,
      text(`结对部门${at + 1}`, `Paired department ${at + 1}`),
    ]),
  ),
};
const seatOffices = { leader: 'countyLevelLeader', redSecretary: 'redPropertySecretary' } as const;

function officeOf(seat: string): OfficeCode {
  return seat === 'leader' || seat === 'redSecretary' ? seatOffices[seat] : 'pairedDepartment';
}

export const nominationForm = z
  .strictObject({
    leader: field(
      unit(),
      text('责任县级领导（职务）', 'County-level leader (post)'),
      text('S2“1名县级领导”。只填职务，不填电话', 'S2. The post only, no telephone number'),
    ).optional(),
    redSecretary: field(
      unit(),
      text('红领书记（派出单位）', 'Red-property secretary (sending unit)'),
      text('S2“1名红领书记”', 'S2'),
    ).optional(),
    departments: field(
      z.array(unit()).max(6),
      text('结对部门', 'Paired departments'),
      text('S2“1个县区直部门”，可以多个', 'S2; several are possible'),
    ).optional(),
  })
  .meta({ id: 'PairingNomination' });

type Nomination = z.infer<typeof nominationForm>;

/** The team a case was started with, if any: nominated by the campaign, to be accepted by each party. */
function teamIn(input: Readonly<Record<string, Json>>): Nomination | undefined {
  return input['team'] as Nomination | undefined;
}

/**
 * Whether the start has nominated somebody for each of the three ones, so that the case begins with their answers. The
 * input of a case never changes: the order of its stages may depend on it.
 */
export function nominatedAtStart(input: Readonly<Record<string, Json>>): boolean {
  const { leader, redSecretary, departments = [] } = teamIn(input) ?? {};
  return leader !== undefined && redSecretary !== undefined && departments.length > 0;
}

/** The members that the start has nominated; round 0, before any nomination in the case. */
export function teamAtStart(input: Readonly<Record<string, Json>>): Record<string, Member> {
  const { leader, redSecretary, departments = [] } = teamIn(input) ?? {};
  const seats = {
    leader,
    redSecretary,
    ...Object.fromEntries(departments.map((unitOf, n) => [`department${n + 1}`, unitOf])),
  };
  return Object.fromEntries(
    Object.entries(seats).flatMap(([seat, holder]): [string, Member][] =>
      holder === undefined
        ? []
        : [[seat, { seat, office: officeOf(seat), unit: holder, status: 'nominated', round: 0 }]],
    ),
  );
}

/** Seats that still need somebody: never nominated, refused, or silent. */
function vacant({ facts }: CaseContext<PairingFacts>): string[] {
  const team = facts.team;
  const required = ['leader', 'redSecretary', ...Object.keys(team).filter((seat) => seat.startsWith('department'))];
  if (!Object.keys(team).some((seat) => seat.startsWith('department'))) required.push('department1');
  return required.filter((seat) => !['accepted', 'nominated'].includes(team[seat]?.status ?? ''));
}

function nominated({ form, facts, visit }: DecisionContext<PairingFacts>): Record<string, Member> {
  const names = form as Nomination;
  const open = vacant({ facts } as CaseContext<PairingFacts>);
  const departments = open.filter((seat) => seat.startsWith('department'));
  const seats: [string, string | undefined][] = [
    ['leader', names.leader],
    ['redSecretary', names.redSecretary],
    ...(names.departments ?? []).map((each, index): [string, string] => [
      departments[index] ?? nextDepartment(facts, index - departments.length),
      each,
    ]),
  ];
  return Object.fromEntries(
    seats.flatMap(([seat, holder]) =>
      holder === undefined
        ? []
        : [[seat, { seat, office: officeOf(seat), unit: holder, status: 'nominated', round: visit }]],
    ),
  );
}

function nextDepartment({ team }: PairingFacts, extra: number): string {
  const numbers = Object.keys(team).flatMap((seat) => (seat.startsWith('department') ? [Number(seat.slice(10))] : [1]));
  return `department${Math.max(1, ...numbers) + 1 + extra}`;
}

function answered(
  context: CaseContext<PairingFacts> & { readonly part: string | undefined },
  status: Member['status'],
): Partial<PairingFacts> {
  const member = context.facts.team[context.part ?? ''];
  return member ? { team: { ...context.facts.team, [member.seat]: { ...member, status } } } : {};
}

const acceptTitle = text('接受', 'Accept');
const refuseTitle = text('不接受', 'Refuse');

export const pairingStages = named({
  nomination: submission({
    title: text('提名三个一', 'Nominate the three ones'),
    source: 'P03, S2',
    office: 'organisationDept',
    deadline: { parameter: 'pairing.nominationDays' },
    decisions: {
      nominate: {
        title: text('提名', 'Nominate'),
        result: 'nominated',
        form: nominationForm,
        guard: (context: DecisionContext<PairingFacts>) => {
          const open = vacant(context);
          const given = nominated(context);
          const missing = open.filter((seat) => given[seat] === undefined);
          const taken = Object.keys(given).filter((seat) => context.facts.team[seat]?.status === 'accepted');
          if (missing.length === 0 && taken.length === 0) return undefined;
          const pointer = (seat: string): string =>
            seat.startsWith('department') ? '/form/departments' : `/form/${seat}`;
          return new Refusal(
            'invalid-input',
            text('请恰好为空缺的席位提名', 'Nominate exactly for the seats that are vacant'),
            [
              ...missing.map((seat) =>
                fieldError(
                  pointer(seat),
                  text(
                    `${titleOfSeat(seat).zh}空缺，需要提名`,
                    `${titleOfSeat(seat).en} is vacant and needs a nomination`,
                  ),
                ),
              ),
              ...taken.map((seat) =>
                fieldError(
                  pointer(seat),
                  text(
                    `${titleOfSeat(seat).zh}已接受，请以后调整成员`,
                    `${titleOfSeat(seat).en} has accepted; change members later instead`,
                  ),
                ),
              ),
            ],
          );
        },
        effect: (context: DecisionContext<PairingFacts>) => ({
          team: { ...context.facts.team, ...nominated(context) },
        }),
      },
    },
  }),

  acceptance: jointReview({
    title: text('各方接受', 'Each party accepts'),
    source: 'P03 (A)',
    rule: 'all',
    keepApprovals: true,
    seatTitles,
    seats: ({ facts }: CaseContext<PairingFacts>): Seat[] =>
      Object.values(facts.team).map(({ seat, office, unit: holder, round }) => ({
        id: seat,
        office,
        subjectMatter: { holder, round },
      })),
    deadline: { parameter: 'pairing.acceptanceDays', silenceRefuses: 'pairing.acceptanceSilenceReplaces' },
    results: { approved: 'complete', refused: 'incomplete' },
    decisions: {
      accept: {
        title: acceptTitle,
        tone: 'positive',
        vote: 'approve',
        effect: (context: DecisionContext<PairingFacts>) => answered(context, 'accepted'),
      },
      refuse: {
        title: refuseTitle,
        tone: 'negative',
        vote: 'refuse',
        commentRequired: true,
        effect: (context: DecisionContext<PairingFacts>) => answered(context, 'refused'),
      },
    },
    onSilence: (context) => answered(context, 'silent'),
  }),

  gazette: submission({
    title: text('公布专班', 'Gazette the task force'),
    source: 'P03, S3',
    office: 'organisationDept',
    deadline: { parameter: 'pairing.gazetteDays' },
    publishes: text('单位名称和职责，不公布个人电话', 'Names of offices and duties; no telephone numbers'),
    decisions: {
      publish: {
        title: text('公布', 'Publish'),
        result: 'published',
        documents: ['taskForceGazette'],
        told: ({ facts }: DecisionContext<PairingFacts>) => ({
          team: Object.values(facts.team).map(({ office, unit: holder }) => ({ office, unit: holder })),
        }),
      },
    },
  }),

  memberChange: submission({
    title: text('调整专班成员', 'Change a member of the task force'),
    source: 'P03 (A): successor named before release',
    office: 'organisationDept',
    standing: true,
    decisions: {
      nameSuccessor: {
        title: text('提名接替单位', 'Name a successor'),
        result: 'successorNamed',
        commentRequired: true,
        form: z
          .strictObject({
            seat: field(oneOf(seatChoice), text('席位', 'Seat')),
            successor: field(unit(), text('接替单位或职务', 'Succeeding unit or post')),
          })
          .meta({ id: 'SuccessorNomination' }),
        guard: ({ form, facts }: DecisionContext<PairingFacts>) =>
          facts.team[wordIn(form, 'seat')]?.status === 'accepted'
            ? undefined
            : new Refusal('invalid-input', text('该席位没有成员', 'Nobody holds this seat'), [
                fieldError(
                  '/form/seat',
                  text(
                    `应为已有成员的席位：${Object.keys(facts.team)
                      .map((each) => titleOfSeat(each).zh)
                      .join('、')}`,
                    `one of ${Object.keys(facts.team).join(', ')}`,
                  ),
                ),
              ]),
        effect: ({ form, visit }: DecisionContext<PairingFacts>): Partial<PairingFacts> => {
          const seat = wordIn(form, 'seat');
          return {
            successor: {
              seat,
              office: officeOf(seat),
              unit: wordIn(form, 'successor'),
              status: 'nominated',
              round: 1000 + visit,
            },
          };
        },
      },
      requestDissolve: {
        title: text('申请撤销专班', 'Request to dissolve the task force'),
        tone: 'negative',
        result: 'dissolveRequested',
        guard: whyTheTeamStays,
      },
    },
  }),

  successorAcceptance: jointReview({
    title: text('接替单位接受', 'The successor accepts'),
    source: 'P03 (A)',
    rule: 'all',
    seatTitles,
    seats: ({ facts }: CaseContext<PairingFacts>): Seat[] =>
      facts.successor ? [{ id: facts.successor.seat, office: facts.successor.office }] : [],
    deadline: { parameter: 'pairing.memberChangeDays' },
    results: { approved: 'accepted', refused: 'refused' },
    decisions: {
      accept: { title: acceptTitle, tone: 'positive', vote: 'approve' },
      refuse: {
        title: refuseTitle,
        tone: 'negative',
        vote: 'refuse',
        commentRequired: true,
        effect: () => ({ successor: null }),
      },
    },
  }),

  handover: submission({
    title: text('交接并替换', 'Hand over and release'),
    source: 'P03 (A)',
    office: 'organisationDept',
    deadline: { parameter: 'pairing.memberChangeDays' },
    decisions: {
      release: {
        title: text('完成交接', 'Handover done: release the predecessor'),
        result: 'released',
        form: z
          .strictObject({ note: field(z.string().trim().min(1).max(2000), text('交接说明', 'Handover note')) })
          .meta({ id: 'HandoverNote' }),
        effect: ({ facts }: DecisionContext<PairingFacts>): Partial<PairingFacts> =>
          facts.successor
            ? {
                team: { ...facts.team, [facts.successor.seat]: { ...facts.successor, status: 'accepted' } },
                successor: null,
              }
            : {},
      },
    },
  }),
});

/**
 * 问题不解决、专班不撤回 (S3), 队伍不撤、力度不减 (S2): the task force is dissolved by the closing of the case alone.
 */
function whyTheTeamStays({ problems, isOpen }: DecisionContext<PairingFacts>): Refusal {
  const unsolved = problems.filter(({ status }) => status !== 'verified').map(({ id }) => id);
  if (unsolved.length > 0)
    return new Refusal(
      'dissolve-refused',
      text(
        `问题不解决、专班不撤回：尚有${unsolved.join('、')}`,
        `Problems stand: ${unsolved.join(', ')} (问题不解决、专班不撤回)`,
      ),
    );
  if (isOpen('observation'))
    return new Refusal(
      'dissolve-refused',
      text('观察期内队伍不撤、力度不减', 'The observation runs: the team stays (队伍不撤、力度不减)'),
    );
  return new Refusal(
    'dissolve-refused',
    text('专班在案件办结时撤回', 'The task force is released when the case is closed'),
  );
}
