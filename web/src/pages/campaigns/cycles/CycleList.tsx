import { Button, Empty, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { usePages, useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { Page } from '../../../parts/Page.tsx';
import { usePlaces } from '../../../parts/places.ts';
import { When } from '../../../parts/When.tsx';
import { useMay } from '../../../session/session.ts';
import { type Cycle, CycleStatus } from './CycleStatus.tsx';
import { StartCycle } from './StartCycle.tsx';
import { useCycleWords } from './words.ts';

/** Says what a procedure is called. */
export function useKindTitle(): (kind: string) => string {
  const procedures = useRead('listProcedures', {}, { staleTime: 300_000 });
  const titles = new Map((procedures.data?.items ?? []).map(({ kind, title }) => [kind, title]));
  return (kind) => titles.get(kind) ?? kind;
}

/** The rounds within sight, newest first. */
export function CycleList() {
  const say = useCycleWords();
  const may = useMay();
  const { nameOf: placeName } = usePlaces();
  const kindTitle = useKindTitle();
  const [starting, setStarting] = useState(false);
  const list = usePages('listCycles', {});
  const start = may('startCycle') ? (
    <Button type="primary" onClick={() => setStarting(true)}>
      {say('start')}
    </Button>
  ) : undefined;
  return (
    <Page title={say('title')} lead={say('lead')} actions={start}>
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading />
      ) : (
        <>
          <Table<Cycle>
            rowKey="id"
            dataSource={list.items}
            pagination={false}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty description={say('none')}>{start}</Empty> }}
            columns={[
              {
                title: say('kind'),
                render: (_, { id, kind }) => <Link to={`/cycles/${encodeURIComponent(id)}`}>{kindTitle(kind)}</Link>,
              },
              { title: say('key'), dataIndex: 'key' },
              { title: say('place'), render: (_, { place }) => placeName(place) },
              { title: say('status'), render: (_, { status }) => <CycleStatus status={status} /> },
              { title: say('dueOn'), dataIndex: 'dueOn', className: 'num' },
              { title: say('started'), render: (_, { startedAt }) => <When at={startedAt} time /> },
            ]}
          />
          <More list={list} />
        </>
      )}
      {starting && <StartCycle close={() => setStarting(false)} />}
    </Page>
  );
}
