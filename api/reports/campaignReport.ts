import { Refusal } from '../../domain/errors.ts';
import type { CaseRow } from '../../domain/figures/caseFigures.ts';
import type { FigureData } from '../../domain/figures/figures.ts';
import type { FigureWindow } from '../../domain/figures/window.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { CampaignCompoundDocument, CampaignDocument } from '../../models/campaigns.ts';
import { visibleCampaign } from '../campaigns/campaignStore.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { figureData } from '../figures/figureData.ts';
import { type FigureCase, figuresKind, type SelectionQuery, selectCases } from '../figures/selection.ts';
import type { Services, SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';

/** A report of more cases would not fit a sheet that anybody reads, nor the memory of a small machine. */
const reportCasesAtMost = 5000;

/** What a report of a campaign is written from, as one viewer sees it. */
export interface CampaignReport {
  campaign: CampaignDocument;
  /** Its list within sight, by compound. */
  compounds: CampaignCompoundDocument[];
  procedure: Procedure;
  window: FigureWindow;
  /** The campaign's present. */
  now: Date;
  /** The wall clock. */
  wall: Date;
  cases: Map<string, FigureCase>;
  rows: readonly CaseRow[];
  data: FigureData;
  /** Names of streets and of the campaign's place by scope path. */
  places: Map<string, string>;
}

/** @throws Refusal not-found, malformed-request, selection-too-large */
export async function campaignReport(
  { services, space, actor }: { services: Services; space: SpaceServices; actor: Actor },
  id: string,
  window: Pick<SelectionQuery, 'from' | 'to' | 'present'>,
): Promise<CampaignReport> {
  const campaign = await visibleCampaign(space, actor, id);
  await readYourWrites(space, actor.id);
  const wall = services.clock();
  const procedure = procedureOf(services, figuresKind);
  const selection = await selectCases({ services, space, actor }, { campaign: id, ...window });
  if (selection.cases.length > reportCasesAtMost) {
    throw new Refusal('selection-too-large', {
      zh: `该行动超过 ${reportCasesAtMost} 个案件`,
      en: `The campaign has more than ${reportCasesAtMost} cases`,
    });
  }
  const sight = visiblePlaces(actor);
  const compounds = await space.campaigns.campaignCompounds
    .find({ campaign: id, ...(sight && { within: { $in: sight } }) })
    .sort({ compound: 1 })
    .lean<CampaignCompoundDocument[]>();
  const data = await figureData(space, selection, procedure, wall);
  const paths = [...data.cases.map(({ street }) => street), ...compounds.map(({ scope }) => scope), campaign.place];
  const wanted = new Set(paths.flatMap((path) => [path, path.split('/').slice(0, 3).join('/')]));
  const named = await space.registers.places.find({ _id: { $in: [...wanted] } }, { name: 1 }).lean();
  return {
    campaign,
    compounds,
    procedure,
    window: selection.window,
    now: selection.now,
    wall,
    cases: new Map(selection.cases.map((each) => [each._id, each])),
    rows: data.cases,
    data,
    places: new Map(named.map(({ _id, name }) => [_id, name])),
  };
}

/** The name of a place, or the last part of its path where the register has none. */
export function placeName({ places }: Pick<CampaignReport, 'places'>, path: string): string {
  return places.get(path) ?? path.split('/').at(-1) ?? path;
}
