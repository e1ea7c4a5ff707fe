import type { DemoClient } from './client.ts';

export interface Outcomes {
  accepted: number;
  observed: number;
  relapsed: number;
  closed: number;
  /** Tickets of the last reported month against the monthly mean before, over all compounds that reported one. */
  complaintChange: string;
}

interface CaseOf {
  outcome: string | null;
  stages: Record<string, { stage: string; result?: string }>;
  facts: { baseline: number; relapseCount: number; months: Record<string, { complaints: number }> };
}

/** What a rehearsed campaign came to, read from its cases. */
export async function outcomesOf(client: DemoClient, campaign: string): Promise<Outcomes> {
  const cases: CaseOf[] = [];
  let cursor: string | null = null;
  do {
    const path: string = `/cases?campaign=${campaign}&limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
    const page: { items: { id: string }[]; next: string | null } = await client.call('monitor', `GET ${path}`);
    for (const { id } of page.items) {
      cases.push(await client.call('monitor', `GET /cases/${encodeURIComponent(id)}`));
    }
    cursor = page.next;
  } while (cursor !== null);
  const visited = (each: CaseOf, stage: string, result?: string) =>
    Object.values(each.stages).some((visit) => visit.stage === stage && (!result || visit.result === result));
  const reported = cases.flatMap(({ facts }) => {
    const latest = Object.keys(facts.months).sort().at(-1);
    const now = latest === undefined ? undefined : facts.months[latest]?.complaints;
    return now === undefined ? [] : [{ before: facts.baseline, now }];
  });
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const before = sum(reported.map((each) => each.before));
  const now = sum(reported.map((each) => each.now));
  return {
    accepted: cases.filter((each) => visited(each, 'midtermAcceptance', 'passed')).length,
    observed: cases.filter((each) => visited(each, 'observation')).length,
    relapsed: cases.filter(({ facts }) => facts.relapseCount > 0).length,
    closed: cases.filter(({ outcome }) => outcome === 'closed').length,
    complaintChange: before === 0 ? 'no figures' : `${(((now - before) / before) * 100).toFixed(1)} %`,
  };
}
