import { PrinterOutlined } from '@ant-design/icons';
import { Button, Empty, Table } from 'antd';
import { addressOf } from '../../../api/client.ts';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { When } from '../../../parts/When.tsx';
import { useLanguage } from '../../../words/words.ts';
import { useCount } from '../shared/text.ts';
import { useCampaignWords } from './words.ts';

type Bulletin = ItemOf<'listCampaignBulletins'>;

/** What each month came to; every bulletin is a page that can be printed. */
export function Bulletins({ id }: { id: string }) {
  const say = useCampaignWords();
  const lang = useLanguage();
  const count = useCount();
  const list = usePages('listCampaignBulletins', { path: { id } });
  const page = (month?: string) => addressOf('getCampaignBulletin', { path: { id }, query: { month, lang } });
  if (list.error && list.items.length === 0) return <Failure problem={list.error} retry={list.refetch} />;
  if (list.isPending) return <Loading />;
  return (
    <div className="stack">
      <div className="toolbar">
        <Button href={page()} target="_blank" rel="noreferrer" icon={<PrinterOutlined />}>
          {say('currentBulletin')}
        </Button>
        <span className="faint">{say('bulletinLead')}</span>
      </div>
      <Table<Bulletin>
        rowKey="month"
        dataSource={list.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={say('noBulletins')} /> }}
        columns={[
          {
            title: say('month'),
            render: (_, { month }) => (
              <a href={page(month)} target="_blank" rel="noreferrer">
                {month}
              </a>
            ),
          },
          { title: say('madeAt'), render: (_, { at }) => <When at={at} time /> },
          {
            title: say('open'),
            align: 'right',
            render: (_, { progress }) =>
              count((progress.byStatus['running'] ?? 0) + (progress.byStatus['suspended'] ?? 0)),
          },
          { title: say('overdue'), align: 'right', render: (_, { progress }) => count(progress.overdue) },
          {
            title: say('complaints'),
            align: 'right',
            render: (_, { ranking }) =>
              ranking.published ? count(ranking.complaints) : <span className="faint">{say('rankingMissing')}</span>,
          },
          {
            title: say('satisfaction'),
            align: 'right',
            render: (_, { ranking: { surveyed, satisfied } }) =>
              surveyed === 0 ? '–' : `${Math.round((satisfied / surveyed) * 100)} % (${satisfied} / ${surveyed})`,
          },
        ]}
      />
      <More list={list} />
    </div>
  );
}
