import { Table, Tag } from 'antd';
import type { ItemOf } from '../../../../api/queries.ts';
import { useAll } from '../../../../api/queries.ts';
import { Failure } from '../../../../parts/Failure.tsx';
import { useVoteWords } from '../voteWords.ts';
import type { Vote, VotePath } from './vote.ts';

type Ballot = ItemOf<'listBallots'>;

/** Papers that do not count yet. What the first reader saw is not shown to the second, only where two differ. */
export function Unsettled({ vote, path }: { vote: Vote; path: VotePath }) {
  const say = useVoteWords();
  const entered = useAll('listBallots', { path, query: { state: 'entered' } }, { refetchInterval: 5000 });
  const differing = useAll('listBallots', { path, query: { state: 'differs' } }, { refetchInterval: 5000 });
  const error = entered.error ?? differing.error;
  if (error) return <Failure problem={error} retry={() => Promise.all([entered.refetch(), differing.refetch()])} />;
  const read = ({ choices, invalid }: Ballot['entries'][number]) =>
    choices === null
      ? `${say('paper_void')}（${invalid}）`
      : vote.items
          .map(({ id, title }) => {
            const answer = choices[id];
            return `${vote.items.length > 1 ? `${title} ` : ''}${answer === undefined ? '—' : say(answer)}`;
          })
          .join('，');
  return (
    <>
      <h3>{say('unsettled')}</h3>
      <Table<Ballot>
        size="small"
        pagination={false}
        rowKey="id"
        scroll={{ x: 'max-content' }}
        dataSource={[...(differing.data ?? []), ...(entered.data ?? [])]}
        columns={[
          { title: say('unit'), dataIndex: 'unit' },
          {
            title: say('state'),
            render: (_, { state }) => (
              <Tag color={state === 'differs' ? 'gold' : 'default'}>{say(`state_${state}`)}</Tag>
            ),
          },
          {
            title: say('readings'),
            render: (_, { state, entries }) =>
              entries.map((entry) => (
                <div key={entry.at}>
                  {entry.by?.name}
                  {state === 'differs' && `：${read(entry)}`}
                </div>
              )),
          },
        ]}
      />
    </>
  );
}
