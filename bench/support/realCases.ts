import type { Config } from '../../config.ts';
import type { CaseModels, TaskDocument, TextsDocument, TimelineDocument } from '../../models/caseModels.ts';
import { office, TestBench, type TestCase } from '../../test/support/cases.ts';
import { planned, staffed } from '../../test/support/rectification.ts';
import { until } from '../../test/support/until.ts';

/** What the read model has of one case. */
export interface RealCase {
  case: Awaited<ReturnType<typeof readCase>>;
  tasks: TaskDocument[];
  timeline: TimelineDocument[];
  texts: TextsDocument[];
}

/** Cases that were driven by themselves: open ones at their first three stages, and one that was ended. */
export async function realCases(config: Config): Promise<{ open: RealCase[]; closed: RealCase[] }> {
  const bench = await TestBench.start(config);
  try {
    const fresh = await bench.open();
    const staffedCase = await bench.open();
    await staffed(staffedCase);
    const plannedCase = await bench.open();
    await staffed(plannedCase);
    await planned(plannedCase);
    const ended = await bench.open();
    await staffed(ended);
    await ended.act('cancel', office('districtPartyCommittee'), { reason: '示例' });
    const open = [];
    for (const each of [fresh, staffedCase, plannedCase]) open.push(await documentsOf(each));
    return { open, closed: [await documentsOf(ended)] };
  } finally {
    await bench.stop();
  }
}

async function documentsOf(driven: TestCase): Promise<RealCase> {
  const models = driven.bench.models();
  const { view } = await driven.snapshot();
  await until(async () => (await models.cases.countDocuments({ _id: driven.id, revision: view.revision })) === 1);
  const of = { case: driven.id };
  const [tasks, timeline, texts] = await Promise.all([
    models.tasks.find(of).lean<TaskDocument[]>(),
    models.timeline.find(of).lean<TimelineDocument[]>(),
    models.texts.find(of).lean<TextsDocument[]>(),
  ]);
  return { case: await readCase(models, driven.id), tasks, timeline, texts };
}

async function readCase({ cases }: CaseModels, id: string) {
  return await cases.findById(id).orFail().lean();
}
