/**
 * `npm run demo`: a campaign of the fictitious district from its ranking to its closings, through the API alone, in the
 * rehearsal space, where time is skipped.
 */
import { parseArgs } from 'node:util';
import { addMonths, dayOf } from '../../domain/calendar/calendar.ts';
import type { Month } from '../../domain/rankings/complaintMonth.ts';
import { sampleComplaints } from '../sampleComplaints.ts';
import { sampleStreets } from '../sampleDistrict.ts';
import { DemoClient } from './client.ts';
import { outcomesOf } from './outcomes.ts';
import { ProgressBar, table } from './output.ts';

const place = 'linyi/lanshan';
const header = '小区编号,投诉量,物业类投诉量,全市排名,满意数,回访数';

const { values } = parseArgs({
  options: { compounds: { type: 'string', default: '65' }, months: { type: 'string', default: '9' } },
});
const [compounds, months] = [Number(values.compounds), Number(values.months)];
const client = new DemoClient(process.env['ZHENGZHI'] ?? '', process.env['SAMPLE_PASSWORD'] ?? '');
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The sample's ranking of a month, as the hotline office would hand it in. */
function rankingFile(month: Month): string {
  const rows = sampleComplaints('full', month).filter((each) => each.month === month);
  const lines = rows.map(({ compound, complaints, propertyComplaints, cityRank, satisfied, surveyed }) =>
    [compound, complaints, propertyComplaints, cityRank, satisfied, surveyed].join(','),
  );
  return [header, ...lines].join('\n');
}

/** Hands in and publishes a month. @returns compounds that entered by dynamic inclusion */
async function publish(month: Month): Promise<number> {
  await client.call('hotlineOffice', `POST /rankings?month=${month}`, rankingFile(month));
  const path = `/rankings/${month}/publication`;
  await client.call('coordinator', `POST ${path}`, { publishedOn: `${addMonths(`${month}-01`, 1).slice(0, 8)}05` });
  const done = await client.until<{ status: string; entered: unknown[] }>(
    'coordinator',
    `GET ${path}`,
    ({ status }) => status !== 'running',
  );
  return done.entered.length;
}

/** The selection of the month, decided by those whom it asks. @returns the case */
async function select(month: Month): Promise<string> {
  const { id } = await client.call<{ id: string }>('coordinator', 'POST /selections', {
    place,
    month,
    targetCount: compounds,
  });
  const decide = (account: string, stage: string, decision: string, form?: object) =>
    client.call(account, `POST /cases/${id}/decisions`, { stage, decision, ...(form && { form }) });
  await decide('hotlineOffice', 'collect', 'confirm');
  const streets = sampleStreets('full');
  const taskOf = (street: string, tasks: readonly { id: string }[]) =>
    tasks.find((task) => task.id.endsWith(`.${street.split('/').at(-1)}`));
  // What the hotline office decided is for others to read a moment later.
  const { tasks } = await client.until<{ tasks: { id: string }[] }>('coordinator', `GET /cases/${id}`, (now) =>
    streets.every((street) => taskOf(street, now.tasks)),
  );
  for (const [index, street] of streets.entries()) {
    const account = `streetPartyWorkingCommittee${index === 0 ? '' : index + 1}`;
    await decide(account, taskOf(street, tasks)?.id ?? '', 'confirm');
  }
  await decide('districtPartyCommittee', 'decision', 'list', { document: '示例〔1〕号' });
  await decide('organisationDept', 'publication', 'publish');
  return id;
}

/** A draft with the selection's list, every seat named. @returns its id, and how many compounds it has */
async function draft(month: Month, selection: string): Promise<{ id: string; compounds: number }> {
  const body = { name: '示例集中整治', place, month };
  const { id } = await client.call<{ id: string }>('coordinator', 'POST /campaigns', body);
  const listed = await client.call<{ compounds: number }>(
    'coordinator',
    `PUT /campaigns/${id}/compounds`,
    { selection },
    { 'if-match': '"1"' },
  );
  const posts = (title: string, count: number) => Array.from({ length: count }, (_, n) => `示例${title}${n + 1}`);
  await client.call(
    'coordinator',
    `POST /campaigns/${id}/staffing`,
    {
      mode: 'distribute',
      leaders: posts('县级领导', Math.ceil(listed.compounds / 2)),
      redSecretaries: posts('派出单位', listed.compounds),
      departments: posts('结对部门', Math.ceil(listed.compounds / 2)),
    },
    { 'if-match': '"2"' },
  );
  return { id, compounds: listed.compounds };
}

interface Rehearsal {
  id: string;
  status: string;
  error?: string;
  seconds: number;
  compounds: number;
  progress: { done: number; acts: number; skips: number };
  report: { finished: number; medianFinish: string | null; relapses: number; missed: { total: number } } | null;
}

/** Plays the campaign on the engine, with scripted reviewers. */
async function rehearse(campaign: string): Promise<Rehearsal> {
  const started = await client.call<Rehearsal>('coordinator', `POST /campaigns/${campaign}/rehearsal`, {
    mode: 'engine',
    horizonMonths: months,
  });
  const bar = new ProgressBar('Playing');
  const ended = await client.until<Rehearsal>('coordinator', `GET /rehearsals/${started.id}`, (now) => {
    const { done, acts, skips } = now.progress;
    bar.show(done, now.compounds, `${acts} acts, ${skips} skips, ${Math.round(now.seconds)} s`);
    return now.status !== 'queued' && now.status !== 'running';
  });
  bar.end();
  if (ended.status !== 'completed') throw new Error(`The rehearsal is ${ended.status}: ${ended.error ?? ''}`);
  return ended;
}

async function main(): Promise<void> {
  const thisMonth = dayOf(new Date().toISOString()).slice(0, 7);
  const last = addMonths(`${thisMonth}-01`, -1).slice(0, 7);
  say(`The fictitious district has 1,105 compounds. The 12345 ranking of ${last} is published.`);
  await publish(last);
  const selection = await select(last);
  say(`${selection}: confirmed by the hotline office, checked by four streets, decided, published.`);
  const campaign = await draft(last, selection);
  say(`${campaign.id}: ${campaign.compounds} compounds, each with a leader, a secretary and a department.`);
  say(`Now ${months} months pass in skipped time, on the real engine, with scripted reviewers.`);
  const played = await rehearse(campaign.id);
  await client.call('coordinator', `POST /campaigns/${campaign.id}/launch`, {});
  await client.until<{ status: string }>(
    'coordinator',
    `GET /campaigns/${campaign.id}`,
    (now) => now.status === 'running',
  );
  say(`${campaign.id} is launched; the ranking of ${thisMonth} is published.`);
  const entered = await publish(thisMonth);
  const outcomes = await outcomesOf(client, played.id);
  const { report } = played;
  say(
    `\n${table([
      ['listed', campaign.compounds],
      ['accepted', outcomes.accepted],
      ['observed', outcomes.observed],
      ['relapsed', outcomes.relapsed],
      ['closed', outcomes.closed],
      ['newly included', entered],
      ['complaint change', outcomes.complaintChange],
      ['half closed by', report?.medianFinish ?? 'not yet'],
      ['deadlines missed', report?.missed.total ?? 0],
      ['acts, skips', `${played.progress.acts}, ${played.progress.skips}`],
      ['real time', `${Math.round(played.seconds)} s`],
    ])}`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
