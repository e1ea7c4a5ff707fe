/** Exit and replacement of compound secretaries 小区党支部书记动态退出 (P20; S0). */
import { z } from 'zod';
import type { PlainDay } from '../calendar/calendar.ts';
import { Refusal } from '../errors.ts';
import { scopeParts } from '../organisation/scope.ts';
import { type Json, type Text, text } from '../text.ts';
import { childCase } from './childCaseStage.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, oneOf } from './forms.ts';
import { jointReview, named, type Seat, signOff, submission } from './stages.ts';

const triggers = {
  bottomTenth: text('考核末位', 'Bottom tenth of the assessment'),
  lowStar: text('低星级', 'Low star rating'),
  discipline: text('违纪违法', 'Breach of discipline'),
  ownRequest: text('本人申请', 'Own request'),
  health: text('身体原因', 'Health'),
  ability: text('能力不足', 'Ability'),
  passivity: text('消极懈怠', 'Passivity'),
  negativeImpact: text('造成不良影响', 'Negative impact'),
} as const satisfies Record<string, Text>;
type Trigger = keyof typeof triggers;

const handedOver = {
  archives: text('档案资料', 'Archives'),
  seals: text('印章', 'Seals'),
  funds: text('经费', 'Funds'),
  premises: text('场所', 'Premises'),
  keys: text('钥匙', 'Keys'),
  openMatters: text('未办结事项', 'Open matters'),
  other: text('其他', 'Other'),
} as const satisfies Record<string, Text>;

interface ExitFacts {
  trigger: Trigger;
  /** The secretary asks to be released, from the start or when heard. */
  asked: boolean;
  hearing: 'accepted' | 'objected' | 'silent' | null;
  filedOn: PlainDay | null;
  /** Items of the handover list, and those still outstanding. */
  handover: { listed: number; outstanding: number } | null;
}

type In = DecisionContext<ExitFacts>;

const onOwnRequest = ({ facts }: Pick<CaseContext<ExitFacts>, 'facts'>): boolean => facts.trigger === 'ownRequest';

/** Who asked to go is neither reminded nor replaced against their will: the request is granted, or not. */
function notOnOwnRequest(context: In): Refusal | undefined {
  return onOwnRequest(context)
    ? new Refusal(
        'unknown-decision',
        text('本人已请辞：请作出准予或者留任的决定', 'The secretary asked to be released: grant it, or let them stay'),
      )
    : undefined;
}

/** The last part of the secretary's place is the compound. */
function compoundOf({ subject }: Pick<CaseContext, 'subject'>): string {
  return scopeParts(subject.scope).compound ?? '';
}

const heard = (hearing: ExitFacts['hearing']) => (): Partial<ExitFacts> => ({ hearing });

export const stages = named({
  analysis: submission({
    title: text('分析研判', 'Analyse the facts'),
    source: 'P20, S0',
    office: 'streetOffice',
    deadline: { parameter: 'exit.exitAnalysisDays' },
    decisions: {
      proposeReminder: {
        title: text('建议谈话提醒', 'Propose a talk'),
        result: 'remind',
        commentRequired: true,
        guard: notOnOwnRequest,
      },
      proposeReplacement: {
        title: text('建议调换', 'Propose a replacement'),
        tone: 'negative',
        result: 'replace',
        commentRequired: true,
      },
    },
  }),

  reminder: submission({
    title: text('谈话提醒', 'Talk with the secretary'),
    source: 'S0 由街道及时谈话提醒',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'exit.exitReminderDays' },
    decisions: {
      remind: {
        title: text('已谈话', 'The talk was held'),
        result: 'reminded',
        evidence: 1,
        documents: ['reminderRecord'],
      },
    },
  }),

  hearing: jointReview({
    title: text('听取本人意见', 'Hear the secretary'),
    source: 'P20 (A)',
    rule: 'all',
    seatTitles: { secretary: text('小区党支部书记本人', 'The secretary concerned') },
    seats: (): Seat[] => [{ id: 'secretary', office: 'compoundSecretary' }],
    deadline: { parameter: 'exit.exitHearingDays', silenceRefuses: 'exit.exitSilenceObjects' },
    results: { approved: 'accepted', refused: 'notAccepted' },
    decisions: {
      accept: { title: text('无异议', 'Accept'), tone: 'positive', vote: 'approve', effect: heard('accepted') },
      resign: {
        title: text('本人请辞', 'Ask to be released'),
        tone: 'neutral',
        vote: 'approve',
        effect: (): Partial<ExitFacts> => ({ hearing: 'accepted', asked: true }),
      },
      object: {
        title: text('有异议', 'Object'),
        tone: 'negative',
        vote: 'refuse',
        commentRequired: true,
        effect: heard('objected'),
      },
    },
    onSilence: heard('silent'),
  }),

  decision: signOff({
    title: text('街道党工委研究决定', 'The street party working committee decides'),
    source: 'S0 按程序及时调换',
    office: 'streetPartyWorkingCommittee',
    reviews: ['analysis'],
    deadline: { parameter: 'exit.exitDecisionDays' },
    decisions: {
      replace: {
        title: text('调换', 'Replace'),
        tone: 'negative',
        result: 'replaced',
        commentRequired: true,
        documents: ['exitDecision'],
        appeal: { by: ['compoundSecretary'], holds: ['filing'] },
        guard: notOnOwnRequest,
      },
      acceptResignation: {
        title: text('同意辞任', 'Accept the resignation'),
        result: 'resigned',
        documents: ['exitDecision'],
        guard: ({ facts }: In) =>
          facts.asked
            ? undefined
            : new Refusal('unknown-decision', text('本人未请辞', 'The secretary has not asked to be released')),
      },
      remind: {
        title: text('改为谈话提醒', 'A talk instead'),
        result: 'remind',
        commentRequired: true,
        guard: notOnOwnRequest,
      },
      retain: {
        title: text('继续任职', 'Let the secretary stay'),
        tone: 'positive',
        result: 'retained',
        commentRequired: true,
        documents: ['exitDecision'],
      },
    },
  }),

  filing: submission({
    title: text('备案', 'File'),
    source: 'S0 街道党工委为备案管理主体',
    office: 'streetPartyWorkingCommittee',
    deadline: { parameter: 'exit.exitFilingDays' },
    publishes: text('调整结果', 'The change'),
    decisions: {
      file: {
        title: text('已备案', 'Filed'),
        result: 'filed',
        effect: ({ day }: In): Partial<ExitFacts> => ({ filedOn: day }),
      },
    },
  }),

  successor: childCase({
    title: text('启动选拔接任书记', 'Select a successor'),
    source: 'P20, P16',
    kind: 'selectSecretary',
    subject: (context) => ({ type: 'compound', id: compoundOf(context) }),
    input: ({ resultOf }) => ({ vacancy: resultOf('decision') === 'resigned' ? 'resigned' : 'replaced' }),
  }),

  handover: submission({
    title: text('工作交接', 'Hand over'),
    source: 'P20 (A)',
    office: 'communityPartyOrg',
    deadline: { parameter: 'exit.exitHandoverDays' },
    decisions: {
      handOver: {
        title: text('完成交接', 'Handed over'),
        result: 'handedOver',
        evidence: 1,
        documents: ['handoverList'],
        form: z
          .strictObject({
            items: field(
              z
                .array(
                  z.strictObject({
                    item: field(
                      oneOf(handedOver),
                      text('事项', 'Item'),
                      text('档案、印章、经费、阵地、钥匙、未办事项、其他', 'What is handed over'),
                    ),
                    done: field(z.boolean(), text('已移交', 'Handed over')),
                  }),
                )
                .min(1)
                .max(60),
              text('交接清单', 'Handover list'),
              text(
                '由代行的社区干部接收，双方签字的清单作为附件',
                'Received by the acting cadre; attach the signed list',
              ),
            ),
          })
          .meta({ id: 'SecretaryHandover' }),
        effect: ({ form }: In): Partial<ExitFacts> => {
          const items = form['items'] as { done: boolean }[];
          return { handover: { listed: items.length, outstanding: items.filter(({ done }) => !done).length } };
        },
      },
    },
  }),
});

export const procedure = {
  kind: 'exit',
  title: text('小区党支部书记动态退出', 'Exit of a compound secretary'),
  purpose: text('及时提醒、调换不适宜继续担任的书记', 'Remind or replace who can no longer serve, in due form'),
  source: 'S0',
  subject: 'secretary',
  sections: ['exit'],
  stages,
  outcomes: {
    reminded: text('已谈话提醒', 'Reminded'),
    replaced: text('已调换', 'Replaced'),
    resigned: text('已辞任', 'Resigned'),
    retained: text('继续任职', 'Stays'),
    cancelled: text('撤销', 'Cancelled'),
  },
  cancellation: { by: ['streetPartyWorkingCommittee', 'organisationDept'], outcomes: ['cancelled'] },
  input: z
    .strictObject({
      trigger: field(
        oneOf(triggers),
        text('事由', 'Trigger'),
        text(
          '连续两次考核排名后1/10、低星级整治期满未提升、违纪违法、本人申请、身体状况、能力不胜任、工作被动落后、造成重大负面影响（S0）',
          'Twice in the bottom tenth, low stars not improved, discipline, own request, health, ability, passivity, grave negative impact (S0)',
        ),
      ),
    })
    .meta({ id: 'ExitInput' }),
  startedBy: ['streetPartyWorkingCommittee', 'streetOffice', 'organisationDept'],
  enters: ({ subject, outcome, facts, endedOn }) => {
    if (outcome !== 'replaced' && outcome !== 'resigned') return [];
    const { filedOn } = facts as unknown as ExitFacts;
    const reason = outcome === 'replaced' ? '已调换' : '已辞任';
    const retirement = { on: filedOn ?? endedOn, reason };
    return [{ register: 'secretaries', entry: { id: subject.id }, fields: {}, retirement }];
  },
  opening: ({ trigger }) => ({ trigger: trigger ?? null }),
  initialFacts: (input: Record<string, Json>): Facts => {
    const trigger = input['trigger'] as Trigger;
    const facts: ExitFacts = {
      trigger,
      asked: trigger === 'ownRequest',
      hearing: null,
      filedOn: null,
      handover: null,
    };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
