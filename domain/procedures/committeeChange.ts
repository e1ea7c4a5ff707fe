/** What of an owners' committee was filed has changed, and is filed anew 业委会备案变更 (P06; 274号34, 山东条例31). */
import { z } from 'zod';
import { daySchema } from '../calendar/daySchema.ts';
import { dueDay } from '../deadline/dueDay.ts';
import { tooFewMembersLeft } from '../election/convening.ts';
import { fieldError, Refusal } from '../errors.ts';
import { text } from '../text.ts';
import type { CaseContext, DecisionContext, Facts, Procedure } from './declaration.ts';
import { field, oneOf, wordIn } from './forms.ts';
import { lateExplanation, refuseIfInTime, refuseIfLate } from './lateFiling.ts';
import { named, signOff, submission } from './stages.ts';

interface ChangeFacts {
  /** Members in office after the change; null where they are the same. */
  members: number | null;
  /** Too few are left, and a re-election is due (274号46, 青岛条例41). */
  membersBelowHalf: boolean;
  filedOn: string | null;
  filedLate: boolean;
}

type In = DecisionContext<ChangeFacts>;
type Here = CaseContext<ChangeFacts>;

const changedOn = ({ input }: Pick<Here, 'input'>): string => wordIn(input, 'changedOn');
const seats = () => z.int().min(0).max(99);

function refuseReport({ form, input, day }: In): Refusal | undefined {
  const refuse = (pointer: string, zh: string, en: string): Refusal =>
    new Refusal('invalid-input', undefined, [fieldError(pointer, text(zh, en))]);
  const members = form['members'] as { left: number; elected: number } | undefined;
  if (input['what'] === 'members' && members === undefined)
    return refuse('/form/members', '委员变更须填写', 'needed where the members have changed');
  if (input['what'] !== 'members' && members !== undefined)
    return refuse('/form/members', '仅在委员变更时填写', 'only where the members have changed');
  if (members !== undefined && members.left > members.elected)
    return refuse('/form/members/left', '多于选出的委员', 'are more than were elected');
  const on = changedOn({ input });
  return on <= day
    ? undefined
    : new Refusal('not-ready', text(`变更日${on}尚未到来`, `The change lies ahead, on ${on}`));
}

const changeFiled = ({ facts, input }: In) => ({
  what: wordIn(input, 'what'),
  changedOn: changedOn({ input }),
  members: facts.members,
  filedOn: facts.filedOn,
});

export const stages = named({
  report: submission({
    title: text('申请备案变更', 'File the change'),
    source: '274号34, 山东条例31 (LV)',
    office: 'ownersCommittee',
    deadline: { parameter: 'election.filingChangeDays', from: changedOn },
    decisions: {
      file: {
        title: text('提交变更材料', 'Hand in the papers'),
        result: 'filed',
        evidence: 1,
        form: z
          .strictObject({
            members: field(
              z.strictObject({
                elected: field(seats().min(1), text('选出委员数', 'Members elected')),
                left: field(seats(), text('现任委员数', 'Members in office')),
              }),
              text('委员', 'Members'),
              text('委员变更的填写', 'Where the members have changed'),
            ).optional(),
          })
          .meta({ id: 'CommitteeChangePapers' }),
        guard: refuseReport,
        effect: (context: In): Partial<ChangeFacts> => {
          const { form, facts, day, parameters } = context;
          const members = form['members'] as { left: number; elected: number } | undefined;
          // Papers that are returned and handed in again were filed when they first came.
          const filedOn = facts.filedOn ?? day;
          return {
            members: members?.left ?? null,
            membersBelowHalf: members !== undefined && tooFewMembersLeft({ members }, parameters),
            filedOn,
            filedLate: filedOn > dueDay('election.filingChangeDays', changedOn(context), context),
          };
        },
      },
    },
  }),

  check: signOff({
    title: text('备案变更审查', 'Check the change'),
    source: '274号34, 山东条例31 (LV); 期限、逾期说明 A',
    office: 'streetOffice',
    deadline: { parameter: 'election.filingCheckDays' },
    publishes: text('备案变更情况', 'What has changed'),
    decisions: {
      accept: {
        title: text('准予变更备案', 'Accept'),
        tone: 'positive',
        result: 'accepted',
        documents: ['committeeChange'],
        told: changeFiled,
        guard: refuseIfLate,
      },
      acceptLate: {
        title: text('准予变更备案，责令说明逾期原因', 'Accept, with the order to explain the delay'),
        result: 'acceptedLate',
        commentRequired: true,
        documents: ['committeeChange'],
        told: changeFiled,
        guard: refuseIfInTime,
      },
      return: {
        title: text('材料不齐，退回', 'Return for missing papers'),
        tone: 'negative',
        result: 'returned',
        commentRequired: true,
      },
    },
  }),

  lateExplanation,

  bureau: signOff({
    title: text('住建部门登记变更', 'The bureau enters the change'),
    source: '274号34, 条例16 (LV); 期限 A',
    office: 'housingBureau',
    deadline: { parameter: 'election.filingCheckDays' },
    decisions: {
      enter: { title: text('已登记', 'Entered'), tone: 'positive', result: 'entered' },
      return: {
        title: text('材料有误，退回', 'Return for faulty papers'),
        tone: 'negative',
        result: 'returned',
        commentRequired: true,
      },
    },
  }),

  housingNotice: submission({
    title: text('街道告知住建部门', 'The street informs the housing bureau'),
    source: '青岛条例37 (LV)',
    office: 'streetOffice',
    deadline: { parameter: 'election.filingCheckDays' },
    decisions: { inform: { title: text('已告知', 'Informed'), result: 'informed' } },
  }),
});

export const procedure = {
  kind: 'committeeChange',
  title: text('业委会备案变更', 'Change of a filed committee'),
  purpose: text('备案内容变更的，依法按期变更备案', 'File in time what has changed since the committee was filed'),
  source: '274号34, 山东条例31',
  subject: 'committee',
  sections: ['election'],
  stages,
  outcomes: {
    filed: text('已变更备案', 'Filed'),
    withdrawn: text('撤回', 'Withdrawn'),
  },
  cancellation: { by: ['streetOffice'], outcomes: ['withdrawn'] },
  input: z
    .strictObject({
      what: field(
        oneOf({
          members: text('委员', 'Members'),
          officers: text('主任、副主任', 'Director or deputies'),
          rules: text('管理规约、议事规则', 'Covenant or rules of procedure'),
          other: text('其他备案事项', 'Something else that was filed'),
        }),
        text('变更事项', 'What has changed'),
      ),
      changedOn: field(daySchema, text('变更日期', 'Changed on')),
    })
    .meta({ id: 'CommitteeChangeInput' }),
  startedBy: ['ownersCommittee', 'streetOffice'],
  opening: ({ what, changedOn: on }) => ({ what: what ?? null, changedOn: on ?? null }),
  enters: ({ subject, outcome, facts }) => {
    const { members } = facts as unknown as ChangeFacts;
    if (outcome !== 'filed' || members === null || members === 0) return [];
    return [{ register: 'committees', entry: { id: subject.id }, fields: { members } }];
  },
  initialFacts: (): Facts => {
    const facts: ChangeFacts = { members: null, membersBelowHalf: false, filedOn: null, filedLate: false };
    return facts as unknown as Facts;
  },
} satisfies Procedure;
