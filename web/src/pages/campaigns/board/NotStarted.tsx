import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Empty, Table } from 'antd';
import { Link } from 'react-router';
import { type ApiProblem, call } from '../../../api/client.ts';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { useMay } from '../../../session/session.ts';
import type { Campaign } from './CampaignPage.tsx';
import { useCampaignWords } from './words.ts';

type Compound = ItemOf<'listCampaignCompounds'>;

/** Compounds without a case of this campaign, and why. */
export function NotStarted({ campaign: { id, progress } }: { campaign: Campaign }) {
  const say = useCampaignWords();
  const may = useMay();
  const client = useQueryClient();
  const list = usePages('listCampaignCompounds', { path: { id }, query: { failed: 'true' } });
  const retry = useMutation<unknown, ApiProblem>({
    mutationFn: () => call('retryCampaign', { path: { id } }),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey: [name] }) => names.has(String(name)) }),
  });
  if (list.error && list.items.length === 0) return <Failure problem={list.error} retry={list.refetch} />;
  if (list.isPending) return <Loading />;
  return (
    <div className="stack">
      {retry.error && <Refused problem={retry.error} />}
      {retry.isSuccess && <Alert type="success" showIcon role="status" title={say('retried')} />}
      {progress.failed > 0 && may('retryCampaign') && (
        <div className="toolbar">
          <Button type="primary" loading={retry.isPending} onClick={() => retry.mutate()}>
            {say('retry')}
          </Button>
          <span className="faint">{say('retryHint')}</span>
        </div>
      )}
      <Table<Compound>
        rowKey="compound"
        dataSource={list.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={say('allStarted')} /> }}
        columns={[
          {
            title: say('compound'),
            render: (_, { compound, name }) => (
              <Link to={`/registers/compounds/${encodeURIComponent(compound)}`}>
                {name} <span className="faint">{compound}</span>
              </Link>
            ),
          },
          {
            title: say('failure'),
            render: (_, { failure, activeCase }) =>
              activeCase === undefined ? (
                <>
                  <span className="late">{say('failed')}</span> <span className="wrap">{failure}</span>
                </>
              ) : (
                <>
                  {say('elsewhere')} <Link to={`/cases/${encodeURIComponent(activeCase)}`}>{activeCase}</Link>
                </>
              ),
          },
        ]}
      />
      <More list={list} />
    </div>
  );
}

const names = new Set(['getCampaign', 'listCampaignCompounds', 'listCampaignSchedule']);
