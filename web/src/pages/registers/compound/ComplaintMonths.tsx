import { Empty, Table } from 'antd';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { useRegisterWords } from '../words.ts';

type Month = ItemOf<'listComplaintMonths'>;

/** What the hotline said of one compound, as it was published. */
export function ComplaintMonths({ id }: { id: string }) {
  const say = useRegisterWords();
  const list = usePages('listComplaintMonths', { path: { id } }, { limit: 24 });
  if (list.isPending) return <Loading />;
  if (list.error && list.items.length === 0) return <Failure problem={list.error} retry={list.refetch} />;
  const most = Math.max(1, ...list.items.map(({ complaints }) => complaints));
  return (
    <>
      <Table<Month>
        rowKey="month"
        size="small"
        dataSource={list.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={say('noMonths')} /> }}
        columns={[
          { title: say('month'), dataIndex: 'month', rowScope: 'row' },
          {
            title: say('allComplaints'),
            render: (_, { complaints }) => (
              <span className="month-bar">
                <b>{complaints}</b>
                <i aria-hidden style={{ width: `${(100 * complaints) / most}px` }} />
              </span>
            ),
          },
          { title: say('propertyComplaints'), dataIndex: 'propertyComplaints', align: 'right' },
          { title: say('cityRank'), align: 'right', render: (_, { cityRank }) => cityRank ?? '—' },
          {
            title: say('satisfied'),
            align: 'right',
            render: (_, { satisfied, surveyed }) =>
              surveyed === 0 ? '—' : `${((100 * satisfied) / surveyed).toFixed(1)}% (${satisfied} / ${surveyed})`,
          },
          { title: say('publishedOn'), render: (_, { publishedOn }) => publishedOn ?? '—' },
        ]}
      />
      <More list={list} />
    </>
  );
}
