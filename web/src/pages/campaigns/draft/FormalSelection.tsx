import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { addresses } from '../../../api/operations.ts';
import { useRead } from '../../../api/queries.ts';
import { dayOf } from '../../../parts/days.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { useMay } from '../../../session/session.ts';
import { type ListSettings, requestOf } from './listDraft.ts';
import { type Campaign, tagOf, useDraftAct } from './useDraft.ts';
import { useDraftWords } from './words.ts';

/** Has the list decided by the formal procedure, or takes over one that was. */
export function FormalSelection({ campaign, settings }: { campaign: Campaign; settings: ListSettings }) {
  const say = useDraftWords();
  const may = useMay();
  const [selection, setSelection] = useState<string>();
  const procedures = useRead('listProcedures', {}, { staleTime: 300_000 });
  // The kind of case whose decided list a campaign takes over: the one that this call starts.
  const through = addresses.startSelection.join(' ');
  const kind = procedures.data?.items.find(({ startedThrough }) => startedThrough === through)?.kind;
  const decided = useRead(
    'listCases',
    { query: { ...(kind !== undefined && { kind }), status: 'completed', limit: 50 } },
    { enabled: kind !== undefined },
  );
  const begin = useMutation<Answer<'startSelection'>, ApiProblem>({
    mutationFn: () => call('startSelection', { body: requestOf(campaign, settings) }),
  });
  const adopt = useDraftAct(campaign.id, (id: string) =>
    call('setCampaignCompounds', { path: { id: campaign.id }, body: { selection: id } }, { ifMatch: tagOf(campaign) }),
  );
  const options = (decided.data?.items ?? []).map(({ id, subject, endedAt, outcomeTitle }) => ({
    value: id,
    label: `${subject.name} · ${outcomeTitle ?? ''} · ${endedAt === null ? '' : dayOf(endedAt)} · ${id}`,
  }));
  return (
    <div className="stack">
      <p className="faint" style={{ margin: 0 }}>
        {say('formalLead')}
      </p>
      {may('startSelection') && (
        <div>
          <Button loading={begin.isPending} disabled={begin.isSuccess} onClick={() => begin.mutate()}>
            {say('beginSelection')}
          </Button>
        </div>
      )}
      {begin.data && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={
            <>
              {say('selectionBegun')} <Link to={`/cases/${encodeURIComponent(begin.data.id)}`}>{begin.data.id}</Link>
            </>
          }
        />
      )}
      {begin.error && <Refused problem={begin.error} />}
      {options.length === 0 ? (
        <p className="faint">{say('noSelections')}</p>
      ) : (
        <div className="toolbar">
          <label htmlFor="selection-list" style={{ minWidth: 0, flex: '1 1 260px' }}>
            {say('decided')}
            <Select
              id="selection-list"
              value={selection ?? null}
              options={options}
              placeholder={say('chooseSelection')}
              onChange={(id: string) => setSelection(id)}
            />
          </label>
          <Button
            loading={adopt.isPending}
            disabled={selection === undefined}
            onClick={() => selection !== undefined && adopt.mutate(selection)}
          >
            {say('adopt')}
          </Button>
        </div>
      )}
      {adopt.error && <Refused problem={adopt.error} />}
    </div>
  );
}
