import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { z } from 'zod';
import { addWorkingDays, dayOf } from '../../domain/calendar/calendar.ts';
import type { Period } from '../../domain/calendar/period.ts';
import type { Subject } from '../../domain/case/caseView.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import { caseParameters } from '../../domain/policy/resolvePolicy.ts';
import { type Cycle, cycleId } from '../../domain/procedures/cycle.ts';
import { type Procedure, subjectTypes } from '../../domain/procedures/declaration.ts';
import { numberOf, wordOf } from '../../domain/procedures/parameters.ts';
import { placeLevelOf, placeLevels } from '../../domain/registers/place.ts';
import { type Text, text } from '../../domain/text.ts';
import type { CycleDocument } from '../../models/cycles.ts';
import { pathsTo } from '../../models/registers.ts';
import { endpoint } from '../endpoint.ts';
import { refusalOf } from '../problem.ts';
import type { Services, SpaceServices } from '../services.ts';
import { requireOwnScope } from '../visibility.ts';
import { cycleSchema, cycleView } from './cycleView.ts';

export const startCycle = endpoint({
  method: 'post',
  path: '/api/v1/cycles',
  operationId: 'startCycle',
  tag: 'cycles',
  summary:
    'Start the cases of everybody in a register, such as the assessment of all secretaries of a street for a half-year',
  description:
    'A kind, place and key have one cycle: a repeat is answered with the one there is. A subject that has its case already ' +
    'gets no second one. See `getCycle` for how far it is.',
  access: { roles: ['coordinator'] },
  body: z
    .strictObject({
      kind: z.string().min(1).max(40).describe('A procedure that comes round'),
      place: scopeSchema.describe('A district or street'),
      key: z.string().min(1).max(40).describe('What comes round: for half-yearly procedures such as 2026-H1'),
    })
    .meta({ id: 'CycleStart' }),
  responses: { 202: cycleSchema },
  errors: ['not-ready', 'outcome-unknown'],
  handler: async ({ body, actor, space, services, address, requestId }) => {
    requireOwnScope(actor, body.place);
    const { procedure, declared } = requireCyclic(services, body.kind);
    const period = requirePeriod(services, space, declared, body.key);
    await requirePlace(space, declared, body.place);
    const { subjects, dueOn } = await termsOf(services, space, { procedure, declared, period, place: body.place });
    const id = cycleId(body.kind, body.place, body.key);
    const document: CycleDocument = {
      _id: id,
      ...body,
      within: pathsTo(body.place),
      subjects,
      status: 'listing',
      dueOn,
      startedBy: actor,
      startedAt: services.clock(),
    };
    const { upsertedCount } = await space.cycles.cycles.updateOne(
      { _id: id },
      { $setOnInsert: document },
      { upsert: true, writeConcern: { w: 'majority' } },
    );
    await begin(services, space, id);
    if (upsertedCount > 0) {
      services.audit.record({
        what: 'cycleStarted',
        subject: id,
        actor: { id: actor.id, role: actor.role },
        space: space.space,
        address,
        requestId,
      });
    }
    const stored = await space.cycles.cycles.findById(id).lean();
    return {
      status: 202,
      headers: { Location: `/api/v1/cycles/${encodeURIComponent(id)}` },
      body: cycleView(stored ?? document),
    };
  },
});

const refused = (pointer: string, detail: Text): Refusal =>
  new Refusal('invalid-input', undefined, [fieldError(pointer, detail)]);

const levelWords = { city: '市', district: '区县', street: '街道', community: '社区' } as const;

function requireCyclic({ procedures }: Services, kind: string): { procedure: Procedure; declared: Cycle } {
  const procedure = procedures.get(kind);
  if (procedure?.cycle !== undefined) return { procedure, declared: procedure.cycle };
  const offered = procedures.list().flatMap((each) => (each.cycle === undefined ? [] : [each.kind]));
  throw refused(
    '/kind',
    text(
      `不是定期办理的流程，可选：${offered.join('、')}`,
      `is no procedure that comes round; offered: ${offered.join(', ')}`,
    ),
  );
}

/** A period that still runs cannot be judged; a rehearsal may be ahead. */
function requirePeriod({ clock }: Services, { space }: SpaceServices, declared: Cycle, key: string): Period {
  const period = declared.period(key);
  if (period === undefined) throw refused('/key', text('不是该流程的期次', 'names no period of this procedure'));
  if (space === 'live' && period.to >= dayOf(clock().toISOString())) {
    throw new Refusal('not-ready', { zh: `${key} 于 ${period.to} 结束`, en: `${key} ends on ${period.to}` });
  }
  return period;
}

async function requirePlace({ registers }: SpaceServices, { told }: Cycle, place: string): Promise<void> {
  const level = placeLevelOf(place);
  const lowest = placeLevels.indexOf(told?.pool ?? 'street');
  if (level === undefined || level === 'city' || placeLevels.indexOf(level) > lowest) {
    const wanted = placeLevels.slice(1, lowest + 1);
    throw refused(
      '/place',
      text(`应为${wanted.map((each) => levelWords[each]).join('或')}`, `is to be a ${wanted.join(' or ')}`),
    );
  }
  if (!(await registers.places.exists({ _id: place })))
    throw refused('/place', text('未在地区台账中登记', 'is not in the register of places'));
}

/** Whose register the policy means, and until when the cases are expected. */
async function termsOf(
  { clock }: Services,
  { policies, policyStore }: SpaceServices,
  { procedure, declared, period, place }: { procedure: Procedure; declared: Cycle; period: Period; place: string },
): Promise<{ subjects: Subject['type']; dueOn: string }> {
  await policyStore.refresh();
  const policy = policies.policy(policies.localityOf(place));
  if (policy === undefined) throw refused('/place', text('没有适用的政策', 'has no policy'));
  const parameters = caseParameters(policy, procedure.sections);
  const [only] = subjectTypes(procedure);
  const subjects = declared.subjectBy === undefined ? only : wordOf(parameters, declared.subjectBy);
  const today = dayOf(clock().toISOString());
  return {
    subjects: subjects as Subject['type'],
    dueOn: addWorkingDays(
      policies.calendar(),
      today > period.to ? today : period.to,
      numberOf(parameters, declared.due),
    ),
  };
}

/** @throws Refusal outcome-unknown */
async function begin({ config }: Services, { temporal }: SpaceServices, id: string): Promise<void> {
  await temporal
    .withDeadline(Date.now() + config.temporal.updateTimeoutSeconds * 1000, () =>
      startWorkflow(temporal, config.temporal.taskQueue, id),
    )
    .catch((error: unknown) => {
      if (refusalOf(error)?.code !== 'unavailable') throw error;
      throw new Refusal('outcome-unknown', {
        zh: '周期可能已经启动，请重试',
        en: 'The cycle may have been started. Repeat the call',
      });
    });
}

async function startWorkflow(client: Client, taskQueue: string, id: string): Promise<void> {
  try {
    await client.workflow.start('cycle', {
      taskQueue,
      workflowId: cycleWorkflowId(id),
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      args: [id],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

export function cycleWorkflowId(id: string): string {
  return `cycle:${id}`;
}
