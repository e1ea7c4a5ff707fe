import { Table, Tag } from 'antd';
import { Link } from 'react-router';
import { streetOf, usePlaces } from '../../../parts/places.ts';
import { useCount, useText } from '../shared/text.ts';
import { useSharedWords } from '../shared/words.ts';
import { type Choice, chosenOf, type Ranked, ticked } from './listDraft.ts';
import { useDraftWords } from './words.ts';

interface Props {
  items: readonly Ranked[];
  choice: Choice;
  choose: (choice: Choice) => void;
}

const standingColours: Record<Ranked['standing'], string> = {
  proposed: 'blue',
  active: 'gold',
  reserve: 'default',
  below: 'default',
};

/** Who is proposed, under way and in reserve, in the order of the list, each with its reason. */
export function RankedTable({ items, choice, choose }: Props) {
  const say = useDraftWords();
  const shared = useSharedWords();
  const text = useText();
  const count = useCount();
  const { nameOf: placeName } = usePlaces();
  const change = (changed: readonly Ranked[], on: boolean) =>
    choose(changed.reduce((before, each) => ticked(before, each, on), choice));
  return (
    // Not the table's own scrolling: that would draw the boxes a second time, hidden but focusable.
    <div className="ranked">
      <Table<Ranked>
        size="small"
        rowKey="compound"
        dataSource={[...items]}
        pagination={items.length > 100 ? { defaultPageSize: 100, showSizeChanger: false } : false}
        rowSelection={{
          selectedRowKeys: chosenOf(items, choice).map(({ compound }) => compound),
          onSelect: (each, on) => change([each], on),
          onSelectAll: (on, _, changed) => change(changed, on),
          getCheckboxProps: ({ name, standing }) => ({
            disabled: standing === 'active',
            'aria-label': say('select', { name }),
          }),
        }}
        columns={[
          { title: say('position'), dataIndex: 'position', align: 'right', className: 'num', width: 56 },
          {
            title: say('compound'),
            render: (_, { compound, name, scope }) => (
              <>
                {name} <span className="faint">{compound}</span>
                <br />
                <small className="faint">{placeName(streetOf(scope))}</small>
              </>
            ),
          },
          {
            title: say('reason'),
            render: (_, { reason, route }) => (
              <span className="wrap">
                {text(reason)}
                {route !== 'initialRanking' && <Tag style={{ marginInlineStart: 6 }}>{shared(route)}</Tag>}
              </span>
            ),
          },
          {
            title: say('standing'),
            render: (_, { standing, case: id, tied }) => (
              <>
                <Tag color={standingColours[standing]}>{say(standing)}</Tag>
                {tied && <Tag>{say('tied')}</Tag>}
                {id !== null && <Link to={`/cases/${encodeURIComponent(id)}`}>{id}</Link>}
              </>
            ),
          },
          {
            title: say('complaints'),
            align: 'right',
            className: 'num',
            render: (_, each) => count(each.complaints),
          },
          {
            title: say('satisfaction'),
            align: 'right',
            className: 'num',
            render: (_, { satisfaction }) => (satisfaction === null ? '–' : `${satisfaction} %`),
          },
          { title: say('score'), dataIndex: 'score', align: 'right', className: 'num' },
        ]}
      />
    </div>
  );
}
