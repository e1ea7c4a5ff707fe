import { Button, Select } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { ListTable } from '../../../parts/ListTable.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { Page } from '../../../parts/Page.tsx';
import { usePlaces } from '../../../parts/places.ts';
import { When } from '../../../parts/When.tsx';
import { useMay } from '../../../session/session.ts';
import '../shared/shared.css';
import { useCount } from '../shared/text.ts';
import { CampaignStatus, campaignStatuses } from './CampaignStatus.tsx';
import { useCampaignWords } from './words.ts';

type Campaign = ItemOf<'listCampaigns'>;

/** The campaigns within sight; drafts go on where they were left. */
export function CampaignList() {
  const say = useCampaignWords();
  const may = useMay();
  const navigate = useNavigate();
  const { nameOf: placeName } = usePlaces();
  const count = useCount();
  const [search, setSearch] = useSearchParams();
  const status = campaignStatuses.find((each) => each === search.get('status'));
  const list = usePages('listCampaigns', { query: { ...(status !== undefined && { status }) } });
  const create = may('createCampaign') ? (
    <Button type="primary" onClick={() => void navigate('/campaigns/new')}>
      {say('create')}
    </Button>
  ) : undefined;
  return (
    <Page title={say('title')} lead={say('lead')} actions={create}>
      <div className="stack">
        <div className="toolbar">
          <Select
            aria-label={say('status')}
            value={status ?? ''}
            style={{ minWidth: 150 }}
            options={[
              { value: '', label: say('allStatuses') },
              ...campaignStatuses.map((each) => ({ value: each, label: say(each) })),
            ]}
            onChange={(value: string) => setSearch(value === '' ? {} : { status: value })}
          />
        </div>
        {list.error && list.items.length === 0 ? (
          <Failure problem={list.error} retry={list.refetch} />
        ) : list.isPending ? (
          <Loading />
        ) : (
          <>
            <ListTable<Campaign>
              rows={list.items}
              keyOf={({ id }) => id}
              empty={status === undefined ? `${say('none')} ${say('noneHint')}` : say('none')}
              emptyAct={status === undefined ? create : undefined}
              columns={[
                {
                  title: say('name'),
                  render: (_, { id, name }) => (
                    <Link to={`/campaigns/${id}`}>
                      <span className="wrap">{name}</span> <span className="faint">{id}</span>
                    </Link>
                  ),
                },
                { title: say('status'), render: (_, each) => <CampaignStatus status={each.status} /> },
                { title: say('place'), render: (_, { place }) => placeName(place) },
                { title: say('month'), dataIndex: 'month' },
                {
                  title: say('compounds'),
                  align: 'right',
                  className: 'num',
                  render: (_, { compounds }) => count(compounds),
                },
                { title: say('updated'), render: (_, { updatedAt }) => <When at={updatedAt} time /> },
              ]}
            />
            <More list={list} />
          </>
        )}
      </div>
    </Page>
  );
}
