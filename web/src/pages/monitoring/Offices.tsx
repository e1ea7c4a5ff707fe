import { Card, Empty, Table } from 'antd';
import type { Answer } from '../../api/client.ts';
import { useLanguage } from '../../words/words.ts';
import { Definition } from './Definition.tsx';
import { type Figure, inLanguage, order, type Value, valueWords } from './values.ts';
import { useMonitoringWords } from './words.ts';

type Office = Answer<'getDashboard'>['offices'][number];

/** How punctual the offices are, how much of their work comes back, and what they owe now. */
export function Offices({ offices, figures }: { offices: readonly Office[]; figures: readonly Figure[] }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  const head = (key: Figure['key'], fallback: string) => {
    const figure = figures.find((each) => each.key === key);
    return figure ? (
      <span className="league-head">
        {inLanguage(figure.title, language)}
        <Definition figure={figure} />
      </span>
    ) : (
      fallback
    );
  };
  return (
    <Card title={<h2>{say('offices')}</h2>}>
      <Table<Office>
        rowKey="office"
        size="small"
        dataSource={offices}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={say('noWork')} /> }}
        columns={[
          { title: say('office'), rowScope: 'row', render: (_, { title }) => inLanguage(title, language) },
          {
            title: head('onTimeRate', say('onTime')),
            align: 'right',
            sorter: (a, b) => order(a.onTime) - order(b.onTime),
            render: (_, { onTime }) => <Share value={onTime} />,
          },
          {
            title: head('reworkRate', say('rework')),
            align: 'right',
            sorter: (a, b) => order(a.rework) - order(b.rework),
            render: (_, { rework }) => <Share value={rework} />,
          },
          {
            title: say('overdueTasks'),
            align: 'right',
            sorter: (a, b) => a.overdueNow - b.overdueNow,
            render: (_, { overdueNow }) => <span className={overdueNow > 0 ? 'late' : 'faint'}>{overdueNow}</span>,
          },
        ]}
      />
    </Card>
  );
}

function Share({ value }: { value: Value | null }) {
  return (
    <>
      {valueWords('share', value)}
      {value && (
        <small className="faint">
          {' '}
          {value.numerator} / {value.denominator}
        </small>
      )}
    </>
  );
}
