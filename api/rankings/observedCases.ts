import { dayOf } from '../../domain/calendar/calendar.ts';
import { caseParameters } from '../../domain/policy/resolvePolicy.ts';
import type { CaseContext, Procedure } from '../../domain/procedures/declaration.ts';
import type { ObservationOptions } from '../../domain/procedures/stages.ts';
import type { PublicationPlan } from '../../domain/rankings/publicationPlan.ts';
import { type PublishedMonth } from '../../domain/rankings/publishedMonth.ts';
import { type Text, text } from '../../domain/text.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import type { RankingRowDocument } from '../../models/rankings.ts';
import { keptPolicy } from '../cases/kept.ts';
import type { Services } from '../services.ts';
import { figuresOf } from './compareVersions.ts';
import { otherMonths, type PublicationScene, policyFor } from './publicationScene.ts';
import { publishedOnOf } from './publishedOn.ts';

const reasons: Record<string, Text> = {
  dynamicInclusion: text('今年累计排名达到动态纳入条件', 'The ranks of the calendar year reach dynamic inclusion'),
};

/** Running cases that receive a month's figures, and those among them whose observation these end. */
export async function observedCases(
  scene: PublicationScene,
  changed: readonly RankingRowDocument[],
): Promise<Pick<PublicationPlan, 'cases' | 'failing'>> {
  const { services, space, session } = scene;
  const rowOf = new Map(changed.map((row) => [row.compound, row]));
  const kinds = watchingKinds(services);
  const running = await space.cases.cases
    .find({
      'subject.id': { $in: [...rowOf.keys()] },
      kind: { $in: kinds },
      status: { $in: ['running', 'suspended'] },
    })
    .sort({ _id: 1 })
    .session(session)
    .lean<CaseDocument[]>();
  const found = running.flatMap((document) => {
    const row = document.subject.type === 'compound' ? rowOf.get(document.subject.id) : undefined;
    return row ? [{ document, row }] : [];
  });
  return {
    cases: found.map(({ document, row }) => ({ compound: row.compound, name: row.name, case: document._id })),
    failing: await failing(scene, found),
  };
}

/** Procedures that watch the published months. */
export function watchingKinds({ procedures }: Services): string[] {
  return procedures.list().flatMap(({ kind, publishedMonths }) => (publishedMonths ? [kind] : []));
}

interface Watched {
  document: CaseDocument;
  row: RankingRowDocument;
}

async function failing(scene: PublicationScene, watched: readonly Watched[]): Promise<PublicationPlan['failing']> {
  const { services, ranking } = scene;
  const observed = watched.flatMap(({ document, row }) => {
    const procedure = services.procedures.get(document.kind);
    const visit = procedure && openObservation(document, procedure);
    return procedure && visit ? [{ document, row, procedure, visit }] : [];
  });
  if (observed.length === 0) return [];
  const year = ranking._id.slice(0, 4);
  const others = await otherMonths(
    scene,
    observed.map(({ row }) => row.compound),
    ranking._id,
    { from: `${year}-01`, to: `${year}-12` },
  );
  const predicted = await Promise.all(
    observed.map(async ({ document, row, procedure, visit }) => {
      const published: PublishedMonth = {
        month: ranking._id,
        version: scene.version,
        publishedOn: scene.publishedOn,
        figures: figuresOf(row),
        others: (others.get(row.compound) ?? []).map((each) => ({
          month: each.month,
          version: each.version,
          publishedOn: publishedOnOf(each),
          cityRank: each.cityRank,
        })),
      };
      const context = await contextOf(scene, document, procedure);
      const effect = procedure.publishedMonths?.effect(context, published);
      if (effect === undefined) return [];
      const facts = { ...context.facts, ...effect } as CaseContext['facts'];
      const reason = visit.interruption({ ...context, facts }, visit.openedOn);
      if (reason === undefined) return [];
      const told = reasons[reason] ?? text(reason, reason);
      const { zh, en } = told;
      const later = text(`${zh}（事项恢复计时后）`, `${en}, once the case is resumed`);
      const shown = document.status === 'suspended' ? later : told;
      return [{ compound: row.compound, name: row.name, case: document._id, reason: shown }];
    }),
  );
  return predicted.flat();
}

type Interruption = NonNullable<ObservationOptions['interruption']>;

function openObservation(
  { stages }: CaseDocument,
  procedure: Procedure,
): { interruption: Interruption; openedOn: string } | undefined {
  for (const { stage, status, openedAt } of Object.values(stages)) {
    const declared = status === 'open' ? procedure.stages[stage] : undefined;
    if (declared?.primitive !== 'observation') continue;
    const { interruption } = declared.options as ObservationOptions;
    if (interruption) return { interruption, openedOn: dayOf(openedAt) };
  }
  return undefined;
}

/** The case as its declaration sees it, from the read model. */
async function contextOf(scene: PublicationScene, document: CaseDocument, procedure: Procedure): Promise<CaseContext> {
  const { space, publishedOn, session } = scene;
  const kept = await keptPolicy(space, document.policy.version);
  const policy = kept ?? policyFor(scene)(document.subject.scope).policy;
  const opened = await space.cases.timeline
    .findOne({ case: document._id, seq: 1 })
    .sort({ epoch: -1 })
    .session(session)
    .lean();
  const recordedFrom = dayOf(document.startedAt);
  return {
    facts: document.facts,
    problems: [],
    subject: document.subject,
    input: {},
    parameters: caseParameters(policy, [...procedure.sections, 'ladder', 'acts']),
    calendar: space.policies.calendar(),
    startedOn: opened?.event.effectiveOn ?? recordedFrom,
    recordedFrom,
    day: publishedOn,
    resultOf: () => undefined,
    isOpen: () => false,
    awaited: [],
  };
}
