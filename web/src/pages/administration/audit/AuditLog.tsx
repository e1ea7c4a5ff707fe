import { StopOutlined } from '@ant-design/icons';
import { Empty, Input, Select, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { minuteOf } from '../../../parts/days.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { Page } from '../../../parts/Page.tsx';
import '../administration.css';
import { useFilters } from '../shared/useFilters.ts';
import { useAdministrationWords } from '../shared/words.ts';
import { whats } from './whats.ts';
import { useAuditWords } from './words.ts';

type Entry = ItemOf<'listAuditLog'>;

/** Acts and refusals that are on no case's timeline. */
export function AuditLog() {
  const say = useAuditWords();
  const general = useAdministrationWords();
  const [{ what: named, actor }, setFilters] = useFilters(['what', 'actor']);
  const what = whats.find((each) => each === named);
  const query = what !== undefined ? { what } : actor !== undefined ? { actor } : {};
  const list = usePages('listAuditLog', { query }, { limit: 100 });
  return (
    <Page title={say('title')} lead={say('lead')}>
      <div className="filters">
        <Select
          className="choice wide"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={what ?? null}
          onChange={(value: string | null) => setFilters({ what: value, actor: null })}
          placeholder={say('anyWhat')}
          aria-label={say('what')}
          options={whats.map((value) => ({ value: value as string, label: say(value) }))}
        />
        <Input.Search
          key={actor ?? ''}
          className="grow"
          allowClear
          defaultValue={actor ?? ''}
          onSearch={(text) => setFilters({ actor: text.trim(), what: null })}
          placeholder={say('anyWho')}
          aria-label={say('who')}
          maxLength={80}
        />
      </div>
      <p className="muted">{say('oneFilter')}</p>
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading rows={12} />
      ) : (
        <>
          <Table<Entry>
            size="small"
            rowKey={({ at, requestId, what: each, subject }) => `${at} ${requestId} ${each} ${subject}`}
            dataSource={list.items}
            pagination={false}
            scroll={{ x: 900 }}
            locale={{ emptyText: <Empty description={say('nothing')} /> }}
            columns={[
              {
                title: say('when'),
                width: 150,
                render: (_, { at, space }) => (
                  <>
                    <time dateTime={at}>{minuteOf(at)}</time>
                    {space === 'rehearsal' && <div className="muted">{say(space)}</div>}
                  </>
                ),
              },
              {
                title: say('who'),
                width: 190,
                render: (_, { actor: { id, role } }) => (
                  <>
                    <Link to={`/audit-log?actor=${encodeURIComponent(id)}`}>{id}</Link>
                    {role !== undefined && <div className="muted">{general(role)}</div>}
                  </>
                ),
              },
              {
                title: say('what'),
                width: 190,
                render: (_, { what: each }) =>
                  each === 'refused' || each === 'signInFailed' ? (
                    <Tag color="red" icon={<StopOutlined />}>
                      {say(each)}
                    </Tag>
                  ) : (
                    say(each)
                  ),
              },
              {
                title: say('subject'),
                width: 200,
                render: (_, { subject, operation }) => <span className="long">{subject ?? operation ?? '—'}</span>,
              },
              {
                title: say('detail'),
                render: (_, { detail, code, path, address, requestId }) => (
                  <>
                    {code !== undefined && <code>{code}</code>} <span className="long">{detail}</span>
                    {path !== undefined && <div className="muted long">{path}</div>}
                    {address !== undefined && (
                      <div className="muted" title={requestId && `${say('request')} ${requestId}`}>
                        {say('address')} {address}
                      </div>
                    )}
                  </>
                ),
              },
            ]}
          />
          <More list={list} />
        </>
      )}
    </Page>
  );
}
