import type { NotTakenBack } from '../../domain/rankings/publicationPlan.ts';
import { countedMonths, dynamicallyIncluded } from '../../domain/rectification/dynamicInclusion.ts';
import { text } from '../../domain/text.ts';
import type { ComplaintMonthDocument, RankingRowDocument } from '../../models/rankings.ts';
import { otherMonths, type PublicationScene, policyFor, ranksOf } from './publicationScene.ts';

interface Difference {
  changed: readonly RankingRowDocument[];
  withdrawn: readonly ComplaintMonthDocument[];
  published: ReadonlyMap<string, ComplaintMonthDocument>;
}

const words = {
  entered: text(
    '按原数据已纳入，按更正后的数据不应纳入；事项继续，只有领导小组可以撤销',
    'Entered by the earlier figures and would not by the corrected ones; the case goes on, only the leading group can cancel it',
  ),
  observationEnded: text(
    '按原数据观察期已中断；不会恢复，验收通过后重新观察',
    'The earlier figures ended its observation; it is not restored, a new one follows the next acceptance',
  ),
  figuresKept: text(
    '新文件中没有该小区；公布的数据撤下，在办事项保留已记录的数据',
    'The new file does not name it; the published figures go, a running case keeps what it has recorded',
  ),
};

/** What earlier versions of the month brought about, and corrected figures would not have. */
export async function notTakenBack(scene: PublicationScene, difference: Difference): Promise<NotTakenBack[]> {
  if (scene.ranking.published === null) return [];
  return [
    ...(await wouldNotHaveEntered(scene, difference)),
    ...(await observationsEnded(scene, difference)),
    ...(await withdrawnFromCases(scene, difference)),
  ];
}

/** Compounds that were let in by figures of this month, and by the corrected ones would not have been. */
async function wouldNotHaveEntered(
  scene: PublicationScene,
  { changed, published }: Difference,
): Promise<NotTakenBack[]> {
  const { space, ranking, session } = scene;
  const month = ranking._id;
  const year = month.slice(0, 4);
  const policyOf = policyFor(scene);
  const lowered = changed.filter(({ compound, scope, cityRank }) => {
    const { parameters } = policyOf(scope);
    const counts = (rank: number | null | undefined): boolean =>
      countedMonths(ranksOf([{ month, cityRank: rank ?? null }]), year, parameters).length > 0;
    return counts(published.get(compound)?.cityRank) && !counts(cityRank);
  });
  if (lowered.length === 0) return [];
  const compounds = lowered.map(({ compound }) => compound);
  const others = await otherMonths(scene, compounds, month, { from: `${year}-01`, to: `${year}-12` });
  const started = await space.complaints.items
    .find({ compound: { $in: compounds }, kind: 'inclusion', case: { $ne: null }, state: 'done' })
    .sort({ _id: 1 })
    .session(session)
    .lean();
  return lowered.flatMap(({ compound, name, scope }) => {
    const { parameters } = policyOf(scope);
    const ranks = ranksOf(others.get(compound) ?? []);
    return started
      .filter((item) => {
        const at = item.publication.split('|')[0] ?? '';
        if (item.compound !== compound || at < month || !at.startsWith(year)) return false;
        const until = ranks.filter((each) => each.month <= at);
        return at === month || !dynamicallyIncluded(until, year, parameters);
      })
      .map((item) => ({ compound, name, scope, case: item.case, what: 'entered' as const, detail: words.entered }));
  });
}

/** Observations that ended by dynamic inclusion since the month was published, where its corrected rank counts no more. */
async function observationsEnded(scene: PublicationScene, { changed, published }: Difference): Promise<NotTakenBack[]> {
  const { space, ranking, session } = scene;
  const month = ranking._id;
  const policyOf = policyFor(scene);
  const lowered = new Map(
    changed.flatMap((row) => {
      const before = published.get(row.compound);
      const { parameters } = policyOf(row.scope);
      const counts = (rank: number | null): boolean =>
        countedMonths(ranksOf([{ month, cityRank: rank }]), month.slice(0, 4), parameters).length > 0;
      return before && counts(before.cityRank) && !counts(row.cityRank) ? [[row.compound, { row, before }]] : [];
    }),
  );
  if (lowered.size === 0) return [];
  const cases = await space.cases.cases
    .find({ 'subject.id': { $in: [...lowered.keys()] }, status: { $in: ['running', 'suspended'] } }, { subject: 1 })
    .session(session)
    .lean();
  const ended = await space.cases.timeline
    .find({
      case: { $in: cases.map(({ _id }) => _id) },
      'event.type': 'stageClosed',
      'event.data.reasons': 'dynamicInclusion',
      supersededBy: { $exists: false },
    })
    .session(session)
    .lean();
  const causes = await space.cases.timeline
    .find({ case: { $in: ended.map((each) => each.case) }, 'event.type': 'monthRecorded', 'event.data.month': month })
    .session(session)
    .lean();
  return cases.flatMap(({ _id, subject }) => {
    const found = lowered.get(subject.id);
    // Both are events of one turn.
    const brought = ended.some(
      (each) => each.case === _id && causes.some((cause) => cause.case === _id && cause.event.at === each.event.at),
    );
    return found && brought
      ? [
          {
            compound: subject.id,
            name: found.row.name,
            scope: found.row.scope,
            case: _id,
            what: 'observationEnded' as const,
            detail: words.observationEnded,
          },
        ]
      : [];
  });
}

async function withdrawnFromCases(
  { space, ranking, session }: PublicationScene,
  { withdrawn }: Difference,
): Promise<NotTakenBack[]> {
  if (withdrawn.length === 0) return [];
  const cases = await space.cases.cases
    .find(
      {
        'subject.id': { $in: withdrawn.map(({ compound }) => compound) },
        status: { $in: ['running', 'suspended'] },
        [`facts.months.${ranking._id}`]: { $exists: true },
      },
      { subject: 1 },
    )
    .session(session)
    .lean();
  return cases.map(({ _id, subject }) => ({
    compound: subject.id,
    name: subject.name,
    scope: subject.scope,
    case: _id,
    what: 'figuresKept' as const,
    detail: words.figuresKept,
  }));
}
