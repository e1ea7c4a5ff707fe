import { Context } from '@temporalio/activity';
import type { Calendar } from '../../domain/calendar/calendar.ts';
import { prepareOpening } from '../../domain/case/prepareOpening.ts';
import { Refusal } from '../../domain/errors.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { latestCasesOf } from '../../models/caseOrdinals.ts';
import type { CycleItemDocument } from '../../models/cycles.ts';
import { currentCalendar, keepVersions } from '../../models/keptVersions.ts';
import { withRecalled } from '../../models/recalledCases.ts';
import { isAway } from '../isAway.ts';
import { openAfter } from '../openCase.ts';
import { type CycleScene, policies } from './scene.ts';

/** Cases of one wave; a wave that is broken off is repeated, and finds what it has started. */
const waveSize = 100;
/** Starts under way at once. */
const starters = 16;
const standardRate = 30;

/**
 * Starts the cases of the next subjects that have none. A subject that has one of this key already, whoever started it and
 * whatever became of it, is not assessed twice: that one is taken.
 *
 * @returns whether there was anything to start
 */
export async function startItems(scene: CycleScene): Promise<boolean> {
  const { cycles, cycle, cases, procedure, database } = scene;
  const items = await cycles.items
    .find({ cycle: cycle._id, case: null, failure: { $exists: false } })
    .sort({ subject: 1 })
    .limit(waveSize)
    .lean();
  if (items.length === 0) return false;
  const calendar = await currentCalendar(database);
  if (calendar === undefined) throw new Error('no calendar is kept yet');
  const policyOf = policies(scene);
  const openings = items.map((item) => ({
    kind: procedure.kind,
    subject: subjectOf(scene, item),
    recurring: cycle.key,
  }));
  const latest = await latestCasesOf(cases, openings);
  let turn = 0;
  const work = async (): Promise<void> => {
    for (let n = turn++; n < items.length; n = turn++) {
      const item = items[n];
      if (item === undefined) return;
      Context.current().heartbeat();
      const known = latest.get(item.subject)?.id;
      const started = known === undefined ? await start(scene, item, { calendar, policyOf, n }) : { case: known };
      await cycles.items.updateOne({ _id: item._id, case: null }, { $set: started });
    }
  };
  await Promise.all(Array.from({ length: starters }, work));
  return true;
}

const subjectOf = ({ cycle }: CycleScene, { subject, name, scope }: CycleItemDocument) => ({
  type: cycle.subjects,
  id: subject,
  name,
  scope,
});

/** @throws while MongoDB or Temporal is away */
async function start(
  scene: CycleScene,
  item: CycleItemDocument,
  { calendar, policyOf, n }: { calendar: Calendar; policyOf: ReturnType<typeof policies>; n: number },
): Promise<Pick<CycleItemDocument, 'case' | 'failure'>> {
  const { cycle, procedure, declared, database, space, at, cases, client, taskQueue } = scene;
  try {
    const policy = await policyOf(item.scope);
    await keepVersions(database, policy, calendar);
    const subject = subjectOf(scene, item);
    const input = await withRecalled(cases, procedure, subject, declared.input(cycle.key));
    const opening = prepareOpening({
      procedure,
      space,
      subject,
      input,
      policy,
      calendar,
      startedBy: cycle.startedBy,
      // Not the cycle's own: the street's and its district's find the same case.
      key: hashOf([space, 'cycle', cycle.kind, cycle.key, item.subject]),
      body: hashOf(input),
      now: at,
      beginsAt: space === 'rehearsal' && Date.parse(at) > Date.now() + 1000 ? at : undefined,
    });
    const rate = Number(policy.sections['campaign']?.['launchCasesPerSecond']?.value ?? standardRate);
    // A rehearsal bothers nobody.
    const delay = space === 'live' ? Math.round((n * 1000) / rate) : 0;
    return { case: (await openAfter({ cases, client, taskQueue }, opening, undefined, delay)).case };
  } catch (error) {
    if (isAway(error)) throw error;
    const fields = error instanceof Refusal ? error.errors.map(({ pointer, detail }) => `${pointer}: ${detail}`) : [];
    return { case: null, failure: [error instanceof Error ? error.message : String(error), ...fields].join('; ') };
  }
}
