/** Appeals 申诉 (P33): against a decision of another case, open or closed, ruled on by the level above whoever decided. */
import { z } from 'zod';
import { appealKey } from '../appeals/appealed.ts';
import { subjectSchema } from '../case/caseView.ts';
import { type OfficeCode, officeCodeSchema, superiorOf } from '../organisation/offices.ts';
import { text } from '../text.ts';
import type { CaseContext, Procedure } from './declaration.ts';
import { field } from './forms.ts';
import { named, signOff } from './stages.ts';

const inputSchema = z
  .strictObject({
    case: field(z.string().min(1).max(160), text('原案件', 'The case appealed against')),
    event: field(z.int().min(1), text('原决定', 'The decision, by its place on the timeline')),
    stage: field(z.string().max(120), text('原环节', 'Its task')),
    decision: field(z.string().max(60), text('原决定内容', 'What was decided')),
    office: field(officeCodeSchema, text('作出单位', 'The office that decided')),
    on: field(z.iso.date(), text('决定日期', 'The day it was decided')),
    notBy: field(
      z.array(z.string().max(80)).max(2),
      text('应当回避的人', 'Who may not rule'),
      text('作出原决定的人和提出申诉的人', 'who decided, and who handed the appeal in'),
    ),
    holds: field(z.array(z.string().max(60)).max(20), text('可暂缓的环节', 'Stages that may rest meanwhile')),
  })
  .meta({ id: 'AppealInput' });

/** What an appeal says in words. */
export const statementSchema = z
  .strictObject({
    grounds: field(z.string().trim().min(1).max(4000), text('申诉理由', 'Grounds')),
    requests: field(z.string().trim().min(1).max(1000), text('申诉请求', 'What is asked for')).optional(),
    appellant: field(
      z.string().trim().min(1).max(80),
      text('申诉人', 'Appellant'),
      text('代为录入时填写', 'where somebody else hands it in'),
    ).optional(),
  })
  .meta({ id: 'AppealStatement' });

export const stages = named({
  ruling: signOff({
    title: text('裁定申诉', 'Rule on the appeal'),
    source: 'P33 (A)',
    office: ({ input }: CaseContext) => superiorOf(input['office'] as OfficeCode),
    notBy: ({ input }: CaseContext) => input['notBy'] as string[],
    deadline: { parameter: 'appeal.appealRulingDays' },
    publishes: text('裁定结果；不公布申诉人', 'The ruling; not who appealed'),
    decisions: {
      uphold: {
        title: text('维持原决定', 'Uphold the decision'),
        tone: 'negative',
        result: 'upheld',
        commentRequired: true,
        documents: ['appealRuling'],
      },
      change: {
        title: text('变更原决定', 'Change the decision'),
        tone: 'positive',
        result: 'changed',
        commentRequired: true,
        documents: ['appealRuling'],
        form: z
          .strictObject({
            instead: field(
              z.string().trim().min(1).max(2000),
              text('变更为', 'What holds instead'),
              text(
                '原案件在办的，由裁定单位更正原决定；已办结的，另行立案',
                'An open case is corrected by the level that rules; for a closed one a new case is needed',
              ),
            ),
          })
          .meta({ id: 'AppealChange' }),
      },
      sendBack: {
        title: text('发回重新处理', 'Send back'),
        tone: 'positive',
        result: 'sentBack',
        commentRequired: true,
        documents: ['appealRuling'],
      },
    },
  }),
});

export const procedure = {
  kind: 'appeal',
  title: text('申诉', 'Appeal'),
  purpose: text('对决定不服的，由上一级单位复核', 'The level above looks again at a decision that somebody contests'),
  source: 'P33 (A)',
  subject: subjectSchema.shape.type.options,
  sections: ['appeal'],
  stages,
  outcomes: {
    upheld: text('维持', 'Upheld'),
    changed: text('变更', 'Changed'),
    sentBack: text('发回', 'Sent back'),
    withdrawn: text('撤回', 'Withdrawn'),
  },
  cancellation: { by: ['districtPartyCommittee', 'organisationDept'], outcomes: ['withdrawn'] },
  input: inputSchema,
  statement: statementSchema,
  startedBy: [],
  startedThrough: 'POST /api/v1/cases/{id}/appeals',
  key: (input) => appealKey(input['case'] as string, input['event'] as number),
  once: true,
  opening: ({ case: appealed, event, decision, office, on }) => ({
    case: appealed ?? null,
    event: event ?? null,
    decision: decision ?? null,
    office: office ?? null,
    on: on ?? null,
  }),
  initialFacts: () => ({}),
} satisfies Procedure;
