import { Empty, Table } from 'antd';
import { minuteOf } from '../../parts/days.ts';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { More } from '../../parts/More.tsx';
import { useVersions } from './entries.ts';
import type { Entry, Field, Register } from './register.ts';
import { useFieldWords } from './values.tsx';
import { useRegisterWords } from './words.ts';

const named: Field = { key: 'name', kind: 'text' };

/** What an entry was: each version with what it changed of the one before. */
export function History({ register, id }: { register: Register; id: string }) {
  const say = useRegisterWords();
  const list = useVersions(register, id);
  if (list.isPending) return <Loading />;
  if (list.error && list.items.length === 0) return <Failure problem={list.error} retry={list.refetch} />;
  // Of the last one read it is not known what it changed.
  const shown = list.hasNextPage ? list.items.slice(0, -1) : list.items;
  return (
    <>
      <Table<Entry>
        rowKey="revision"
        dataSource={shown}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty /> }}
        columns={[
          {
            title: say('history'),
            rowScope: 'row',
            render: (_, { revision }) => say('version', { revision }),
          },
          {
            title: say('updated'),
            render: (_, { updatedAt, updatedBy }) => say('updatedBy', { at: minuteOf(updatedAt), by: updatedBy }),
          },
          {
            title: say('changed'),
            render: (_, entry, index) => <Changes register={register} entry={entry} before={list.items[index + 1]} />,
          },
        ]}
      />
      <More list={list} />
    </>
  );
}

function Changes({ register, entry, before }: { register: Register; entry: Entry; before: Entry | undefined }) {
  const say = useRegisterWords();
  const wordsOf = useFieldWords();
  if (!before) return say('first');
  const changes = [named, ...register.fields].flatMap((field) => {
    const [from, to] = [wordsOf(field, before), wordsOf(field, entry)];
    return from === to ? [] : [{ key: field.key, from: from ?? say('empty'), to: to ?? say('empty') }];
  });
  return (
    <ul className="changes">
      {changes.map(({ key, from, to }) => (
        <li key={key}>
          {say(key)}
          {': '}
          <del aria-label={say('from')}>{from}</del> → <ins aria-label={say('to')}>{to}</ins>
        </li>
      ))}
      {entry.retirement && !before.retirement && (
        <li>{say('retiredOn', { on: entry.retirement.on, reason: entry.retirement.reason })}</li>
      )}
      {before.retirement && !entry.retirement && <li>{say('restore')}</li>}
      {changes.length === 0 && Boolean(entry.retirement) === Boolean(before.retirement) && (
        <li className="faint">{say('noChange')}</li>
      )}
    </ul>
  );
}
