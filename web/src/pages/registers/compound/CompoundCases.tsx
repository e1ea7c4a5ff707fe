import { Empty, Table } from 'antd';
import { Link } from 'react-router';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { CaseStatus } from '../../../parts/CaseStatus.tsx';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { Due, When } from '../../../parts/When.tsx';
import { useMay } from '../../../session/session.ts';
import { useRegisterWords } from '../words.ts';

/** The cases of one compound, newest first. */
export function CompoundCases({ id }: { id: string }) {
  const say = useRegisterWords();
  const may = useMay();
  const list = usePages('listCases', { query: { subject: id } });
  if (list.isPending) return <Loading />;
  if (list.error && list.items.length === 0) return <Failure problem={list.error} retry={list.refetch} />;
  return (
    <>
      {may('startCase') && (
        <p>
          <Link to={`/procedures?type=compound&subject=${encodeURIComponent(id)}`}>{say('startCase')}</Link>
        </p>
      )}
      <Table<ItemOf<'listCases'>>
        rowKey="id"
        dataSource={list.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{
          emptyText: <Empty description={say('noCases')} />,
        }}
        columns={[
          {
            title: say('case'),
            rowScope: 'row',
            render: (_, { id: key, kindTitle }) => <Link to={`/cases/${encodeURIComponent(key)}`}>{kindTitle}</Link>,
          },
          { title: say('stage'), render: (_, { stageTitle }) => stageTitle ?? '—' },
          {
            title: '',
            render: (_, { status, outcomeTitle }) => <CaseStatus status={status} outcome={outcomeTitle} />,
          },
          {
            title: say('due'),
            render: (_, { dueAt, overdue, endedAt, now }) =>
              endedAt ? '—' : <Due dueAt={dueAt} overdue={overdue} now={now} />,
          },
          { title: say('startedOn'), render: (_, { startedAt }) => <When at={startedAt} /> },
        ]}
      />
      <More list={list} />
    </>
  );
}
