import { Input, Table, Tag } from 'antd';
import { Link } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { useListing } from '../../../words/listing.ts';
import '../administration.css';
import './templates.css';
import { useFilters } from '../shared/useFilters.ts';
import { useTemplateWords } from './words.ts';

type Summary = Answer<'listDocumentTemplates'>['items'][number];

/** What documents are made with, and which procedures produce them. */
export function TemplateList() {
  const say = useTemplateWords();
  const listing = useListing();
  const [{ find = '' }, setFilters] = useFilters(['find']);
  const list = useRead('listDocumentTemplates', {});
  if (list.error && !list.data) return <Failure problem={list.error} retry={list.refetch} />;
  const matches = ({ id, title, source, uses }: Summary) =>
    [id, title, source, ...uses.map(({ procedureTitle }) => procedureTitle)].some((text) =>
      text.toLowerCase().includes(find.toLowerCase()),
    );
  return (
    <Page title={say('title')} lead={say('lead')}>
      {list.data ? (
        <div className="panels">
          <Input.Search
            allowClear
            defaultValue={find}
            placeholder={say('find')}
            aria-label={say('find')}
            className="finder"
            onSearch={(value) => setFilters({ find: value === '' ? null : value })}
          />
          <Table<Summary>
            rowKey="id"
            dataSource={list.data.items.filter(matches)}
            pagination={false}
            scroll={{ x: 860 }}
            locale={{ emptyText: say('none') }}
            columns={[
              { title: say('name'), render: (_, { id, title }) => <Link to={`/templates/${id}`}>{title}</Link> },
              { title: say('kind'), render: (_, { kind }) => <Tag>{say(kind)}</Tag> },
              { title: say('code'), dataIndex: 'code' },
              {
                title: say('usedBy'),
                render: (_, { uses }) =>
                  uses.length === 0 ? (
                    <span className="muted">{say('unused')}</span>
                  ) : (
                    listing([...new Set(uses.map(({ procedureTitle }) => procedureTitle))])
                  ),
              },
              { title: say('version'), dataIndex: 'version' },
              { title: say('source'), dataIndex: 'source' },
            ]}
          />
        </div>
      ) : (
        <Loading rows={8} />
      )}
    </Page>
  );
}
