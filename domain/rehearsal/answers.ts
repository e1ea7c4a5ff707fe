import { addDays, addMonths, type PlainDay, previousWorkingDay } from '../calendar/calendar.ts';
import type { ActInput } from '../case/acts.ts';
import { numberOf, termOf } from '../procedures/parameters.ts';
import type { Json } from '../text.ts';
import { type Assumptions, habitOf } from './assumptions.ts';
import { draw, happens } from './draw.ts';
import { type AskedTask, drawnFrom, firstWorkingDay, type Scene } from './scene.ts';

/** A decision without the task it is about. */
type Answer = Pick<ActInput<'decide'>, 'decision' | 'form' | 'comment'> & { evidence?: boolean };

const surveyed = 20;

/** How a scripted reviewer decides on a day. */
export function answerTo(task: AskedTask, scene: Scene, day: PlainDay): Answer | undefined {
  return answers[`${task.stage}.${task.face}`]?.(task, scene, day);
}

const answers: Record<string, (task: AskedTask, scene: Scene, day: PlainDay) => Answer> = {
  'nomination.main': (task, scene) => ({ decision: 'nominate', form: nominees(task, scene) }),
  'acceptance.seat': (task, scene) =>
    refuses(task, scene, 'nominees') ? { decision: 'refuse', comment: '演练：不接受' } : { decision: 'accept' },
  'gazette.main': () => ({ decision: 'publish' }),
  'plan.main': (_task, scene, day) => ({
    decision: 'submit',
    form: { summary: '演练方案 rehearsed plan', problems: plannedProblems(scene, day) },
  }),
  'planReview.seat': (task, scene) =>
    refuses(task, scene, 'planReview') ? { decision: 'return', comment: '演练：退回' } : { decision: 'approve' },
  'planDecision.main': (task, scene) =>
    refuses(task, scene, 'planDecision') ? { decision: 'revise', comment: '演练：责成修改' } : { decision: 'approve' },
  'execution.list': (task, scene, day) => ({
    decision: 'list',
    form: { problems: [anotherProblem(task, scene, day)] },
  }),
  'execution.work': () => ({ decision: 'complete', evidence: true }),
  'execution.verify': (task, scene) =>
    refuses(task, scene, 'verification') ? { decision: 'fail', comment: '演练：未解决' } : { decision: 'pass' },
  'monthlyWatch.main': (task, scene) => ({
    decision: 'report',
    form: { ...clean(scene), cityRank: cityRank(task, scene) },
  }),
  'midtermAcceptance.main': (task, scene, day) => accept(task, scene, day),
  'observation.check': (task, scene) => ({ decision: 'report', form: observed(task, scene) }),
  'closing.main': () => ({ decision: 'close' }),
};

function refuses(task: AskedTask, scene: Scene, what: keyof Assumptions['refusals']): boolean {
  const { assumptions } = scene;
  const percent = habitOf(assumptions, task.office).refusesPercent ?? assumptions.refusals[what];
  return happens(percent, ...drawnFrom(task, scene), 'refuses');
}

/** Names for the seats that are vacant: the campaign's staffing first, stand-ins for whoever did not accept. */
function nominees({ visit }: AskedTask, { facts: { team }, compound: { staffing } }: Scene): Record<string, Json> {
  const vacant = (seat: string) => !['accepted', 'nominated'].includes(team[seat]?.status ?? '');
  const name = (staffed: string | undefined, title: string) =>
    visit === 1 ? (staffed ?? `演练${title}`) : `演练接替${title}${visit}`;
  const seats = Object.keys(team).filter((seat) => seat.startsWith('department'));
  const departments =
    seats.length === 0
      ? staffing.departments.length > 0
        ? staffing.departments
        : ['演练结对部门']
      : seats.filter(vacant).map((seat) => name(undefined, `部门${seat.slice(10)}-`));
  return {
    ...(vacant('leader') && { leader: name(staffing.leader, '县级领导') }),
    ...(vacant('redSecretary') && { redSecretary: name(staffing.redSecretary, '红领书记') }),
    ...(departments.length > 0 && { departments }),
  };
}

/** The problems of a plan; one that was returned comes again with the same, so that only who returned it is asked anew. */
function plannedProblems(scene: Scene, day: PlainDay): Record<string, Json>[] {
  const { assumptions, compound, facts } = scene;
  const { atLeast, atMost } = assumptions.problems;
  const count = atLeast + draw(atMost - atLeast + 1, assumptions.seed, compound.compound, 'problems');
  return Array.from({ length: count }, (_, index) => {
    const problem = problemOf(scene, day, `problem ${index + 1}`);
    const before = facts.plan[index]?.dueOn;
    return before !== undefined && before > day ? { ...problem, dueOn: before } : problem;
  });
}

function anotherProblem(
  { stage, visit }: Pick<AskedTask, 'stage' | 'visit'>,
  scene: Scene,
  day: PlainDay,
): Record<string, Json> {
  return problemOf(scene, day, `${stage} ${visit}`);
}

function problemOf(
  { assumptions, calendar, compound, parameters }: Scene,
  day: PlainDay,
  which: string,
): Record<string, Json> {
  const { kinds, dueAfterDays } = assumptions.problems;
  const luck = (sides: number, what: string) => draw(sides, assumptions.seed, compound.compound, which, what);
  let ticket = luck(
    kinds.reduce((sum, { weight }) => sum + weight, 0),
    'kind',
  );
  const kind = kinds.find(({ weight }) => (ticket -= weight) < 0) ?? kinds[0];
  const wanted = dueAfterDays.atLeast + luck(dueAfterDays.atMost - dueAfterDays.atLeast + 1, 'due');
  const longest = termOf(parameters, 'rectification.problemMaxMonths');
  const latest =
    longest === undefined ? undefined : previousWorkingDay(calendar, addDays(addMonths(day, longest.n), 1));
  const dueOn = firstWorkingDay(calendar, addDays(day, wanted));
  return {
    title: `演练问题：${which}`,
    category: kind?.category ?? 'other',
    office: kind?.office ?? 'housingBureau',
    dueOn: latest !== undefined && dueOn > latest ? latest : dueOn,
  };
}

/** Fails while a problem stands, and as often as assumed; then it names a new problem. */
function accept(task: AskedTask, scene: Scene, day: PlainDay): Answer {
  if (scene.problems.some(({ status }) => status !== 'verified'))
    return { decision: 'fail', form: {}, comment: '演练：问题未全部解决' };
  return refuses(task, scene, 'acceptance')
    ? { decision: 'fail', form: { problems: [anotherProblem(task, scene, day)] }, comment: '演练：验收不通过' }
    : { decision: 'pass', form: { sampledByCity: false } };
}

/** A month without relapse. */
function clean({ assumptions: { afterwards }, compound }: Scene): Record<string, number> {
  return {
    complaints: Math.floor((compound.baselineMonthlyComplaints * afterwards.complaintsPercent) / 100),
    satisfied: Math.ceil((surveyed * afterwards.satisfiedPercent) / 100),
    surveyed,
  };
}

/** Figures of a month of observation; a relapse shows in complaints and in satisfaction. */
function observed(task: AskedTask, scene: Scene): Record<string, number> {
  const { relapsePercent } = scene.assumptions.afterwards;
  const month = Number(task.part?.split('-')[1] ?? 1);
  const percent = relapsePercent[month - 1] ?? relapsePercent.at(-1) ?? 0;
  if (!happens(percent, ...drawnFrom(task, scene), 'relapse')) return clean(scene);
  return { complaints: scene.compound.baselineMonthlyComplaints + 5, satisfied: 0, surveyed };
}

function cityRank(task: AskedTask, scene: Scene): number {
  const most = numberOf(scene.parameters, 'rectification.dynamicInclusionRankMax');
  const among = happens(scene.assumptions.afterwards.cityRankPercent, ...drawnFrom(task, scene), 'ranked');
  return among
    ? 1 + draw(most, ...drawnFrom(task, scene), 'rank')
    : most + 1 + draw(500, ...drawnFrom(task, scene), 'rank');
}
