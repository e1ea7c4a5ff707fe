import type { Calendar } from '../../domain/calendar/calendar.ts';
import type { CaseLink, CaseView, Problem } from '../../domain/case/caseView.ts';
import { ladderOf } from '../../domain/case/escalation.ts';
import type { Ladder } from '../../domain/deadline/ladder.ts';
import { seesCase } from '../../domain/organisation/actor.ts';
import { caseParameters } from '../../domain/policy/resolvePolicy.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { CaseDocument, ProblemDocument } from '../../models/caseModels.ts';
import type { CaseSnapshot } from '../../workflows/messages.ts';
import { type LinkedCase, type PresentedCase, placesOfCase, presentCase, presentOf } from '../present/case.ts';
import { taskOf, type Viewer } from '../present/task.ts';
import type { Services, SpaceServices } from '../services.ts';
import { keptCalendar, keptPolicy } from './kept.ts';

/** A case from the read model, as one viewer sees it. */
export async function storedCase(
  services: Services,
  space: SpaceServices,
  document: CaseDocument,
  viewer: Viewer,
): Promise<PresentedCase> {
  const id = document._id;
  const [tasks, problems, links, calendar, ladder] = await Promise.all([
    space.cases.tasks.find({ case: id, open: true }).lean(),
    space.cases.problems.find({ case: id }).lean<ProblemDocument[]>(),
    linkedCases(services, space, id, document.links, viewer),
    calendarOf(space, document.calendar),
    ladderOfPolicy(space, document.policy.version),
  ]);
  const whole = {
    view: viewOf(document),
    tasks: tasks.map(taskOf),
    problems: problems.map(problemOf).sort(byNumber),
    links,
    now: presentOf(document, services.clock()).toISOString(),
    diverged: document.diverged !== undefined,
    ladder,
  };
  return presentCase(whole, procedureOf(services, document.kind), viewer, calendar);
}

/** A case as it tells of itself, for a viewer who cannot wait for the read model. */
export async function toldCase(
  services: Services,
  space: SpaceServices,
  { view, tasks, problems, now }: CaseSnapshot,
  viewer: Viewer,
): Promise<PresentedCase> {
  const [links, calendar, ladder] = await Promise.all([
    linkedCases(services, space, view.id, view.links, viewer),
    calendarOf(space, view.calendar),
    ladderOfPolicy(space, view.policy.version),
  ]);
  const whole = { view, tasks, problems, links, now, diverged: false, ladder };
  return presentCase(whole, procedureOf(services, view.kind), viewer, calendar);
}

/** @throws Error when the declaration of a stored case is gone: a deployment that left a procedure out */
export function procedureOf(services: Pick<Services, 'procedures'>, kind: string): Procedure {
  const procedure = services.procedures.get(kind);
  if (procedure === undefined) throw new Error(`there are cases of ${kind}, but no such procedure is declared`);
  return procedure;
}

/** The calendar of a version; dates of a case whose calendar nobody kept are explained with the present one. */
export async function calendarOf(space: SpaceServices, version: string): Promise<Calendar> {
  return (await keptCalendar(space, version)) ?? space.policies.calendar();
}

/** The ladder of the policy a case goes by; undefined where nobody kept that. */
export async function ladderOfPolicy(space: SpaceServices, version: string): Promise<Ladder | undefined> {
  const policy = await keptPolicy(space, version);
  return policy && ladderOf(caseParameters(policy, ['ladder']));
}

/** How the other side calls a relation. Where both say so, it is one link. */
const mirrors: Partial<Record<CaseLink['relation'], readonly CaseLink['relation'][]>> = {
  started: ['startedFrom', 'startedBy'],
  startedFrom: ['started'],
  startedBy: ['started'],
  awaits: ['awaitedBy'],
  awaitedBy: ['awaits'],
  related: ['related'],
};

function areOne(own: CaseLink, theirs: CaseLink): boolean {
  return mirrors[own.relation]?.includes(theirs.relation) === true;
}

/** Cases this one names, and cases that name it; of others' places only what is written here. */
async function linkedCases(
  { procedures }: Services,
  { cases: { cases } }: SpaceServices,
  id: string,
  links: CaseView['links'],
  { actor, language }: Viewer,
): Promise<LinkedCase[]> {
  const wanted = { kind: 1, subject: 1, asked: 1, status: 1, outcome: 1, links: 1 } as const;
  const [named, naming] = await Promise.all([
    links.length === 0 ? [] : cases.find({ _id: { $in: links.map((link) => link.case) } }, wanted).lean(),
    cases.find({ 'links.case': id }, wanted).limit(200).lean(),
  ]);
  const byId = new Map(named.filter((each) => seesCase(actor, placesOfCase(each))).map((each) => [each._id, each]));
  const shown = (found: Pick<CaseDocument, 'kind' | 'subject' | 'status' | 'outcome'>) => {
    const procedure = procedures.get(found.kind);
    const { kind, subject, status, outcome } = found;
    return {
      kind,
      kindTitle: procedure?.title[language] ?? kind,
      subject: subject.name,
      status,
      outcome,
      outcomeTitle: outcome === null ? null : (procedure?.outcomes[outcome]?.[language] ?? outcome),
    };
  };
  const unseen = { kind: null, kindTitle: null, subject: null, status: null, outcome: null, outcomeTitle: null };
  const to = links.map(({ case: target, relation }): LinkedCase => {
    const found = byId.get(target);
    return { case: target, relation, direction: 'to', ...(found ? shown(found) : unseen) };
  });
  const from = naming
    .filter((each) => seesCase(actor, placesOfCase(each)))
    .flatMap((each) =>
      each.links
        .filter((link) => link.case === id && !links.some((own) => own.case === each._id && areOne(own, link)))
        .map(({ relation }): LinkedCase => ({ case: each._id, relation, direction: 'from', ...shown(each) })),
    );
  return [...to, ...from];
}

function viewOf({
  _id,
  dueAt: _due,
  updatedAt: _updated,
  clockAt: _clock,
  diverged: _diverged,
  ...view
}: CaseDocument): CaseView {
  return { ...view, id: _id };
}

function problemOf({ id, category, office, dueOn, status, reopened, round }: ProblemDocument): Problem {
  return { id, category, office, dueOn, status, reopened, round };
}

function byNumber(a: Problem, b: Problem): number {
  return Number(a.id.slice(1)) - Number(b.id.slice(1));
}
