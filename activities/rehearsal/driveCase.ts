import { dayOf } from '../../domain/calendar/calendar.ts';
import type { CaseOpening } from '../../domain/case/opening.ts';
import { caseId } from '../../domain/case/opening.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { type RectificationFacts, procedure as rectification } from '../../domain/procedures/rectification.ts';
import { instantOn, type RehearsalPlan, type RehearsedCompound } from '../../domain/rehearsal/plan.ts';
import { rehearsedSubject } from '../../domain/rehearsal/rehearsal.ts';
import { byTask, type ScriptedAct, scriptedAct, scriptedActor } from '../../domain/rehearsal/reviewer.ts';
import { firstWorkingDay, type Scene } from '../../domain/rehearsal/scene.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import type { Answered, RehearsedCase, Told } from './rehearsedCase.ts';

const standIn = {
  id: 'rehearsal-stand-in',
  sha256: hashOf('rehearsal-stand-in'),
  name: '演练占位文件.txt',
  size: 1,
  mediaType: 'text/plain',
};

/** The opening of a compound's case in a rehearsal; everything of it carries the rehearsal's id. */
export function rehearsedOpening(rehearsal: string, plan: RehearsalPlan, compound: RehearsedCompound): CaseOpening {
  const policy = plan.policies[compound.locality];
  if (policy === undefined) throw new RangeError(`the plan has no policy of ${compound.locality}`);
  const { scope } = compound;
  const id = rehearsedSubject(compound.compound, rehearsal);
  const input = { route: compound.route, baselineMonthlyComplaints: compound.baselineMonthlyComplaints };
  return {
    id: caseId(rectification.kind, id, 1),
    kind: rectification.kind,
    space: 'rehearsal',
    subject: { type: 'compound', id, name: `演练·${compound.name}`.slice(0, 80), scope },
    input,
    locality: compound.locality,
    policy,
    calendar: plan.calendar,
    campaign: rehearsal,
    links: [],
    startedBy: { id: 'rehearsal', name: '演练 rehearsal', role: 'coordinator', scope, posts: [] },
    key: hashOf([rehearsal, id]).slice(0, 40),
    body: hashOf(input),
    epoch: 1,
  };
}

/**
 * Plays one case from its start to its end or that of the rehearsal: skips from act to act, lets scripted reviewers act in
 * time, and passes the deadlines they let go by. Case and clock are found as they stand, so it may be begun again.
 *
 * @returns what the case said last
 */
export async function driveCase(
  running: RehearsedCase,
  plan: RehearsalPlan,
  compound: RehearsedCompound,
  taskQueue: string,
): Promise<Told> {
  await running.start(taskQueue, instantOn(plan.startOn, 'start'));
  const end = instantOn(plan.endOn, 'end');
  await running.skipTo(instantOn(firstWorkingDay(plan.calendar, plan.startOn), 'act'));
  let told = await running.ask();
  while (told.view.endedAt === null) {
    const acts = scripted(told, plan, compound);
    const due = acts.filter(({ at }) => at <= running.now).sort(byTask);
    if (due.length > 0) {
      told = (await carryOut(running, told, due)) ?? (await running.ask());
      continue;
    }
    const firstAct = Math.min(...acts.map(({ at }) => at));
    // What time asks for by itself is answered on the first working day after it, and never before that.
    const turn = told.turnsAt === null ? Number.POSITIVE_INFINITY : firstAnswer(told.turnsAt, plan);
    const next = Math.min(firstAct, turn);
    if (next > end) {
      await running.skipTo(end);
      return await running.ask();
    }
    await running.skipTo(next);
    if (turn <= next) told = await running.ask();
  }
  return told;
}

function firstAnswer(turn: string, { calendar }: RehearsalPlan): number {
  return instantOn(firstWorkingDay(calendar, dayOf(turn)), 'act');
}

function scripted(told: Told, plan: RehearsalPlan, compound: RehearsedCompound): ScriptedAct[] {
  const scene: Scene = {
    compound,
    assumptions: plan.assumptions,
    calendar: plan.calendar,
    parameters: plan.policies[compound.locality]?.parameters ?? {},
    facts: told.view.facts as unknown as RectificationFacts,
    problems: told.problems,
  };
  return told.tasks.flatMap((task) => scriptedAct(task, scene) ?? []);
}

/**
 * Acts of one moment, in order; one may end what another was about.
 *
 * @returns what the case said after the last of them; undefined when it has to be asked
 */
async function carryOut(running: RehearsedCase, told: Told, acts: readonly ScriptedAct[]): Promise<Told | undefined> {
  const gone = new Set<string>();
  let last: Answered | undefined;
  for (const [index, { decision, evidence }] of acts.entries()) {
    last = undefined;
    const task = told.tasks.find(({ id }) => id === decision.stage);
    if (task === undefined || gone.has(task.id)) continue;
    const actor = scriptedActor(task, told.view.subject);
    const files = evidence ? { evidence: [await standInFile(running, actor)] } : {};
    const how = { once: `${task.id} ${task.openedAt}`, tell: index === acts.length - 1 };
    last = await running.act('decide', actor, { ...decision, ...files }, how);
    for (const id of last?.tasks.closed ?? []) gone.add(id);
    if (last?.status === 'completed') break;
  }
  return last?.told;
}

/** The file that stands in for evidence; each case has it once. */
async function standInFile(running: RehearsedCase, actor: Actor): Promise<string> {
  if (!running.hasStandIn) await running.act('attachEvidence', actor, standIn, { once: 'stand-in' });
  running.hasStandIn = true;
  return standIn.id;
}
