import { fieldError, Refusal } from '../../domain/errors.ts';
import { refuseStart } from '../../domain/permissions.ts';
import { procedure as selection } from '../../domain/procedures/selection.ts';
import type { SelectionInput } from '../../domain/selection/review.ts';
import { text } from '../../domain/text.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import type { SelectionSnapshot, SnapshotCandidate } from '../../models/selections.ts';
import { openCase } from '../cases/openCase.ts';
import type { StartBody } from '../cases/startCase.ts';
import { toldCase } from '../cases/wholeCase.ts';
import { endpoint } from '../endpoint.ts';
import { caseViewSchema } from '../present/case.ts';
import type { Services, SpaceServices } from '../services.ts';
import { requireSight } from '../visibility.ts';
import { type Proposal, propose } from './proposal.ts';
import { type SelectionRequest, startSelectionSchema } from './selectionRequest.ts';

export const startSelection = endpoint({
  method: 'post',
  path: '/api/v1/selections',
  operationId: 'startSelection',
  tag: 'campaigns',
  summary: 'Begin the selection of a district’s key compounds: its streets check the list, the leading group decides',
  description:
    'Computes the list as the preview does, keeps all figures as a snapshot named by its hash, and starts the case. A district ' +
    'has one selection under way for a month.',
  access: { roles: ['coordinator', 'reviewer'] },
  idempotent: 'required',
  body: startSelectionSchema,
  responses: { 201: caseViewSchema },
  errors: ['not-found', 'case-active', 'not-ready', 'outcome-unknown', 'case-parked'],
  handler: async ({ body, actor, session, space, services, language, idempotencyKey }) => {
    requireSight(actor, body.place, `place ${body.place}`);
    const refused = refuseStart(actor, selection.startedBy, body.place);
    if (refused) throw refused;
    const compute = () => computedStart(services, space, body, actor.id);
    const snapshot = await openCase(
      services,
      session,
      { kind: selection.kind, requested: body, compute },
      idempotencyKey,
    );
    const shown = await toldCase(services, space, snapshot, { actor, language });
    return { status: 201, body: shown, headers: { Location: `/api/v1/cases/${encodeURIComponent(shown.id)}` } };
  },
});

/**
 * The list as of now, kept, and the case that is about it.
 *
 * @throws Refusal invalid-input; not-ready when the month itself is not published, or there is nobody left to list
 */
async function computedStart(
  services: Services,
  space: SpaceServices,
  request: SelectionRequest,
  by: string,
): Promise<StartBody> {
  if (request.place.split('/').length !== 2) {
    throw new Refusal('invalid-input', undefined, [
      fieldError('/place', text('遴选以区县为单位', 'a selection is a district’s')),
    ]);
  }
  const proposal = await propose(space, request);
  if (proposal.missing.includes(request.month)) {
    throw new Refusal('not-ready', {
      zh: `${request.month} 的数据尚未发布`,
      en: `The figures of ${request.month} are not published yet`,
    });
  }
  const content = snapshotOf(proposal);
  if (!content.candidates.some(({ standing }) => standing === 'proposed')) {
    throw new Refusal('not-ready', {
      zh: '没有可列入的小区：排名靠前的均在办理中，或没有投诉',
      en: 'Nobody is left to list: each of the first is under way, or nobody complained',
    });
  }
  const snapshot = hashOf(content);
  await space.selections.selectionSnapshots.updateOne(
    { _id: snapshot },
    { $setOnInsert: { ...content, takenAt: services.clock(), takenBy: by } },
    { upsert: true },
  );
  return { kind: selection.kind, subject: request.place, input: { ...inputOf(content, snapshot) } };
}

function snapshotOf(proposal: Proposal): SelectionSnapshot {
  const { place, month, missing, policy, rules, figures, ranked, compounds, active } = proposal;
  return {
    place,
    month,
    missing,
    policy,
    windowMonths: rules.windowMonths,
    weights: rules.weights,
    targetCount: rules.targetCount,
    reserveCount: rules.reserveCount,
    figures: figures.map(({ compound, complaints, satisfied, surveyed }) => [
      compound,
      complaints,
      satisfied,
      surveyed,
    ]),
    candidates: ranked.flatMap((each): SnapshotCandidate[] => {
      const { name = '', scope = place } = compounds.get(each.compound) ?? {};
      return each.standing === 'below' ? [] : [{ ...each, name, scope, case: active.get(each.compound) ?? null }];
    }),
  };
}

/** What the case itself needs: which street is asked about which compounds. */
function inputOf(content: SelectionSnapshot, snapshot: string): SelectionInput {
  const asked = content.candidates.filter(({ standing }) => standing !== 'active');
  const streets = new Map<string, SnapshotCandidate[]>();
  for (const each of asked) {
    const street = each.scope.split('/').slice(0, 3).join('/');
    streets.set(street, [...(streets.get(street) ?? []), each]);
  }
  const ids = (all: readonly SnapshotCandidate[], standing: 'proposed' | 'reserve') =>
    all.flatMap((each) => (each.standing === standing ? [each.compound] : []));
  const routes = asked.flatMap(({ compound, route }) =>
    route === 'initialRanking' ? [] : [[compound, route] as const],
  );
  return {
    month: content.month,
    windowMonths: content.windowMonths,
    targetCount: content.targetCount,
    ranked: content.figures.length,
    snapshot,
    streets: [...streets.entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([street, all]) => ({ street, proposed: ids(all, 'proposed'), reserve: ids(all, 'reserve') })),
    ...(routes.length > 0 && { routes: Object.fromEntries(routes) }),
  };
}
