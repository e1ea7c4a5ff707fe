import { Table } from 'antd';
import type { Answer } from '../../api/client.ts';
import { useRead } from '../../api/queries.ts';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { Page } from '../../parts/Page.tsx';
import { useLanguage } from '../../words/words.ts';
import { useRegisterWords } from './words.ts';

type Office = Answer<'listOffices'>['items'][number];

/** The offices of the procedures; they are part of the program and only read here. */
export function Offices() {
  const say = useRegisterWords();
  const language = useLanguage();
  const offices = useRead('listOffices', {});
  const items = offices.data?.items ?? [];
  const titles = new Map(items.map(({ code, title }) => [code, title[language]]));
  return (
    <Page title={say('offices')} lead={say('aboutOffices')}>
      {offices.error && !offices.data ? (
        <Failure problem={offices.error} retry={offices.refetch} />
      ) : offices.isPending ? (
        <Loading rows={10} />
      ) : (
        <Table<Office>
          rowKey="code"
          size="small"
          dataSource={items}
          pagination={false}
          scroll={{ x: 'max-content' }}
          columns={[
            { title: say('name'), rowScope: 'row', render: (_, { title }) => title[language] },
            { title: say('superior'), render: (_, { superior }) => (superior ? titles.get(superior) : '—') },
            { title: say('code'), dataIndex: 'code', className: 'faint' },
          ]}
        />
      )}
    </Page>
  );
}
