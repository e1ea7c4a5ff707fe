import { Table } from 'antd';
import { Link } from 'react-router';
import { usePlaces } from '../../../parts/places.ts';
import { useCount } from '../shared/text.ts';
import type { Campaign } from './CampaignPage.tsx';
import { useCampaignWords } from './words.ts';

type Row = { street: string; cases: number; open: number; overdue: number; ended: number };

/** Street by street, the one with most overdue first. */
export function StreetTable({ campaign: { id, place, progress } }: { campaign: Campaign }) {
  const say = useCampaignWords();
  const count = useCount();
  const { nameOf: placeName, places } = usePlaces();
  const pathOf = (street: string) =>
    places.find(({ path, level }) => level === 'street' && path.startsWith(`${place}/`) && path.endsWith(`/${street}`))
      ?.path ?? street;
  const rows: Row[] = Object.entries(progress.byStreet)
    .map(([street, tally]) => ({ street, ...tally }))
    .sort((a, b) => b.overdue - a.overdue || b.open - a.open || a.street.localeCompare(b.street));
  const list = (street: string, more = '') => `/campaigns/${id}/list?street=${encodeURIComponent(street)}${more}`;
  const number = (title: string, key: 'cases' | 'open' | 'ended') => ({
    title,
    align: 'right' as const,
    className: 'num',
    render: (_: unknown, row: Row) => count(row[key]),
  });
  return (
    <Table<Row>
      rowKey="street"
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <span className="faint">{say('casesComing')}</span> }}
      columns={[
        {
          title: say('street'),
          render: (_, { street }) =>
            street === '' ? say('noStreet') : <Link to={list(street)}>{placeName(pathOf(street))}</Link>,
        },
        number(say('cases'), 'cases'),
        number(say('open'), 'open'),
        {
          title: say('overdue'),
          align: 'right',
          className: 'num',
          render: (_, { street, overdue }) =>
            overdue === 0 ? (
              0
            ) : (
              <Link className="late" to={list(street, '&overdue=true')}>
                {count(overdue)}
              </Link>
            ),
        },
        number(say('ended'), 'ended'),
      ]}
    />
  );
}
