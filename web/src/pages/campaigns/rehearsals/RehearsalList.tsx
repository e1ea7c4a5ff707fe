import { Button, Empty, Table } from 'antd';
import { Link, useNavigate } from 'react-router';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { Page } from '../../../parts/Page.tsx';
import { When } from '../../../parts/When.tsx';
import { useCount } from '../shared/text.ts';
import { useSharedWords } from '../shared/words.ts';
import '../shared/shared.css';
import { RehearsalStatus } from './RehearsalStatus.tsx';
import { useRehearsalWords } from './words.ts';

type Rehearsal = ItemOf<'listRehearsals'>;

/** The rehearsals on the engine, newest first. */
export function RehearsalList() {
  const say = useRehearsalWords();
  const shared = useSharedWords();
  const navigate = useNavigate();
  const count = useCount();
  const list = usePages('listRehearsals', {});
  return (
    <Page title={say('title')} lead={say('lead')}>
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading />
      ) : (
        <>
          <Table<Rehearsal>
            rowKey="id"
            dataSource={list.items}
            pagination={false}
            scroll={{ x: 'max-content' }}
            locale={{
              emptyText: (
                <Empty description={say('none')}>
                  <Button onClick={() => void navigate('/campaigns?status=draft')}>{say('toCampaigns')}</Button>
                </Empty>
              ),
            }}
            columns={[
              {
                title: say('campaign'),
                render: (_, { id, campaign }) => (
                  <Link to={`/rehearsals/${id}`}>
                    <span className="wrap">{campaign.name}</span>{' '}
                    <span className="faint">
                      {campaign.id} · {shared(campaign.space)}
                    </span>
                  </Link>
                ),
              },
              { title: say('status'), render: (_, { status }) => <RehearsalStatus status={status} /> },
              {
                title: say('period'),
                className: 'num',
                render: (_, { startOn, endOn }) => `${startOn} – ${endOn}`,
              },
              {
                title: say('progressShort'),
                align: 'right',
                className: 'num',
                render: (_, { progress, compounds }) =>
                  say('of', { done: count(progress.done), all: count(compounds) }),
              },
              { title: say('created'), render: (_, { createdAt }) => <When at={createdAt} time /> },
            ]}
          />
          <More list={list} />
        </>
      )}
    </Page>
  );
}
