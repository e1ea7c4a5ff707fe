import { Card, Empty, Table } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { Answer } from '../../api/client.ts';
import { useLanguage } from '../../words/words.ts';
import { Definition } from './Definition.tsx';
import { searchWith } from './selection.ts';
import { type Figure, fractionWords, inLanguage, order, valueWords } from './values.ts';
import { useMonitoringWords } from './words.ts';

type Street = Answer<'getDashboard'>['streets'][number];

/** Streets side by side, each by its own cases; a click on a street shows it alone. */
export function League({ streets, figures }: { streets: readonly Street[]; figures: readonly Figure[] }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  const [params] = useSearchParams();
  const keys = streets[0]?.figures.map(({ key }) => key) ?? [];
  const columns = keys.flatMap((key) => figures.find((figure) => figure.key === key) ?? []);
  return (
    <Card title={<h2>{say('league')}</h2>} extra={<span className="faint">{say('leagueHint')}</span>}>
      <Table<Street>
        rowKey="street"
        size="small"
        dataSource={streets}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={say('noneListed')} /> }}
        columns={[
          { title: say('rank'), width: 64, align: 'right', render: (_, { rank }) => rank ?? '—' },
          {
            title: say('street'),
            fixed: 'start',
            rowScope: 'row',
            render: (_, { street, name }) => (
              <Link to={{ search: searchWith(params, { district: undefined, street: street.split('/')[2] }) }}>
                {name}
              </Link>
            ),
          },
          ...columns.map((figure) => ({
            key: figure.key,
            align: 'right' as const,
            title: (
              <span className="league-head">
                {inLanguage(figure.title, language)}
                <Definition figure={figure} />
              </span>
            ),
            sorter: (a: Street, b: Street) => order(valueOf(a, figure.key)) - order(valueOf(b, figure.key)),
            render: (_: unknown, street: Street) => <LeagueCell street={street} figure={figure} />,
          })),
        ]}
      />
    </Card>
  );
}

function LeagueCell({ street, figure: { key, unit } }: { street: Street; figure: Figure }) {
  const language = useLanguage();
  const found = street.figures.find((each) => each.key === key);
  if (!found) return '—';
  const fraction = fractionWords(unit, found.value);
  return (
    <span title={found.reason ? inLanguage(found.reason, language) : fraction}>
      {valueWords(unit, found.value)}
      {fraction && unit === 'share' && <small className="faint"> {fraction}</small>}
    </span>
  );
}

function valueOf(street: Street, key: Figure['key']) {
  return street.figures.find((each) => each.key === key)?.value ?? null;
}
