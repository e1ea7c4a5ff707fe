import { Drawer, Empty, Grid, Table } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { type ItemOf, usePages } from '../../api/queries.ts';
import { CaseStatus } from '../../parts/CaseStatus.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { More } from '../../parts/More.tsx';
import { Due, When } from '../../parts/When.tsx';
import { useLanguage } from '../../words/words.ts';
import type { Selection } from './selection.ts';
import { type Figure, inLanguage, valueWords } from './values.ts';
import { useMonitoringWords } from './words.ts';

type Line = ItemOf<'listFigureCases'>;

/** The cases behind the figure that the address names; closing it goes back to the figures. */
export function FigureCases({ figures, selection }: { figures: readonly Figure[]; selection: Selection }) {
  const language = useLanguage();
  const wide = Grid.useBreakpoint().md ?? true;
  const [params, setParams] = useSearchParams();
  const figure = figures.find(({ key }) => key === params.get('figure'));
  const close = () =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.delete('figure');
      return next;
    });
  return (
    <Drawer
      open={figure !== undefined}
      onClose={close}
      size={wide ? 760 : '100%'}
      destroyOnHidden
      title={figure && `${inLanguage(figure.title, language)} ${valueWords(figure.unit, figure.value)}`}
    >
      {figure && <Lines figure={figure} selection={selection} />}
    </Drawer>
  );
}

function Lines({ figure, selection }: { figure: Figure; selection: Selection }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  const list = usePages('listFigureCases', { query: { ...selection, figure: figure.key } });
  if (list.isPending) return <Loading />;
  if (list.error && list.items.length === 0) return <Failure problem={list.error} retry={list.refetch} />;
  return (
    <>
      <p className="faint">
        {inLanguage(figure.cases.what, language)} · {say('showCases', { count: figure.cases.count })}
      </p>
      <Table<Line>
        rowKey="id"
        dataSource={list.items}
        pagination={false}
        size="small"
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={say('noCases')} /> }}
        columns={[
          {
            title: say('case'),
            render: (_, { id, subject, kindTitle }) => (
              <Link to={`/cases/${encodeURIComponent(id)}`}>
                {subject.name} · {kindTitle}
              </Link>
            ),
          },
          {
            title: say('stage'),
            render: (_, { stageTitle, status, outcomeTitle }) =>
              stageTitle ?? <CaseStatus status={status} outcome={outcomeTitle} />,
          },
          {
            title: say('due'),
            render: (_, { dueAt, overdue, now }) => <Due dueAt={dueAt} overdue={overdue} now={now} />,
          },
          { title: say('since'), render: (_, { startedAt }) => <When at={startedAt} /> },
        ]}
      />
      <More list={list} />
    </>
  );
}
