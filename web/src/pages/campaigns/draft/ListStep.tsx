import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Collapse } from 'antd';
import { type ApiProblem, call } from '../../../api/client.ts';
import { type ItemOf, useRead } from '../../../api/queries.ts';
import { readAll } from '../../../api/readAll.ts';
import { Facts } from '../../../parts/Facts.tsx';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useDraft } from '../../../parts/useDraft.ts';
import { useCount } from '../shared/text.ts';
import { AddManually } from './AddManually.tsx';
import { FormalSelection } from './FormalSelection.tsx';
import { ListSettingsForm } from './ListSettingsForm.tsx';
import { type Choice, chosenOf, type ListSettings, noChoice, type Ranked, requestOf } from './listDraft.ts';
import { RankedTable } from './RankedTable.tsx';
import { type Campaign, tagOf, useDraftAct } from './useDraft.ts';
import { WhatIf } from './WhatIf.tsx';
import { useDraftWords } from './words.ts';

type Listed = ItemOf<'listCampaignCompounds'>;

/** Which compounds, and why: the ranking by the policy's formula, and what is chosen from it. */
export function ListStep({ campaign, next }: { campaign: Campaign; next: () => void }) {
  const say = useDraftWords();
  const count = useCount();
  const { id } = campaign;
  const [settings, setSettings] = useDraft<ListSettings>(`list.${id}`, { additions: [] });
  const [choice, setChoice] = useDraft<Choice>(`choice.${id}`, noChoice);
  const request = requestOf(campaign, settings);
  const preview = useRead('previewCampaign', { body: request }, { staleTime: 60_000 });
  const listed = useQuery<Listed[], ApiProblem>({
    queryKey: ['listCampaignCompounds', { path: { id } }, 'all'],
    queryFn: ({ signal }) => readAll('listCampaignCompounds', { path: { id } }, signal),
  });
  const take = useDraftAct(
    id,
    (chosen: Ranked[]) => {
      const wanted = new Set(chosen.map(({ compound }) => compound));
      const present = new Set(listed.data?.map(({ compound }) => compound));
      // Those that stay keep their staffing.
      const add = chosen.filter(({ compound }) => !present.has(compound)).map(entryOf);
      const remove = [...present].filter((compound) => !wanted.has(compound));
      return call('setCampaignCompounds', { path: { id }, body: { add, remove } }, { ifMatch: tagOf(campaign) });
    },
    next,
  );
  if (preview.error && !preview.data) {
    return (
      <div className="stack">
        <ListSettingsForm settings={settings} rules={undefined} compute={setSettings} />
        <Failure problem={preview.error} retry={preview.refetch} />
      </div>
    );
  }
  if (!preview.data) return <Loading />;
  const { counts, items, ties, lowStars, window, rules } = preview.data;
  const chosen = chosenOf(items, choice);
  const names = new Map(items.map(({ compound, name }) => [compound, name]));
  const named = (ids: readonly string[]) => ids.map((each) => names.get(each) ?? each).join('、');
  const wanted = new Set(chosen.map(({ compound }) => compound));
  const present = new Set(listed.data?.map(({ compound }) => compound));
  const added = chosen.filter(({ compound }) => !present.has(compound)).length;
  const removed = [...present].filter((compound) => !wanted.has(compound)).length;
  return (
    <div className="stack">
      <p className="faint" style={{ margin: 0 }}>
        {say('listLead')}
      </p>
      <ListSettingsForm settings={settings} rules={rules} compute={setSettings} />
      <Facts
        facts={[
          { name: say('ranked'), value: count(counts.compounds) },
          { name: say('complained'), value: count(counts.complained) },
          { name: say('unsurveyed'), value: count(counts.unsurveyed) },
          { name: say('proposed'), value: count(counts.proposed) },
          { name: say('active'), value: count(counts.active) },
          { name: say('reserve'), value: count(counts.reserve) },
        ]}
      />
      {window.missing.length > 0 && (
        <Alert type="warning" showIcon title={say('missingMonths', { months: window.missing.join('、') })} />
      )}
      {ties.length > 0 && <Alert type="info" showIcon title={say('ties', { names: named(ties) })} />}
      {lowStars.length > 0 && !settings.lowStars && (
        <Alert type="info" showIcon title={say('lowStarNote', { count: lowStars.length })} />
      )}
      <RankedTable items={items} choice={choice} choose={setChoice} />
      <AddManually
        place={campaign.place}
        additions={settings.additions}
        change={(additions) => setSettings({ ...settings, additions })}
      />
      <Collapse
        items={[
          { key: 'whatIf', label: say('whatIf'), children: <WhatIf request={request} rules={rules} /> },
          {
            key: 'formal',
            label: say('formal'),
            children: <FormalSelection campaign={campaign} settings={settings} />,
          },
        ]}
      />
      {take.error && <Refused problem={take.error} />}
      <div className="sticky-act">
        {added + removed > 0 || campaign.compounds === 0 ? (
          <Button
            type="primary"
            loading={take.isPending}
            disabled={chosen.length === 0 || listed.isPending}
            onClick={() => take.mutate(chosen)}
          >
            {say('takeOver', { count: chosen.length })}
          </Button>
        ) : (
          <Button type="primary" onClick={next}>
            {say('next')}
          </Button>
        )}
        <span className="faint">
          {say('onList', { count: campaign.compounds })}
          {' · '}
          {added + removed > 0 ? say('difference', { added, removed }) : say('noDifference')}
        </span>
      </div>
    </div>
  );
}

function entryOf({ compound, route, reason, baselineMonthlyComplaints }: Ranked) {
  return { compound, route, reason, baselineMonthlyComplaints };
}
