import { DownloadOutlined } from '@ant-design/icons';
import { Button, DatePicker, Empty, Table } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { addressOf } from '../../../api/client.ts';
import { usePages } from '../../../api/queries.ts';
import { minuteOf, useToday } from '../../../parts/days.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { Page } from '../../../parts/Page.tsx';
import { useMay } from '../../../session/session.ts';
import { useCount } from '../shared/text.ts';
import { type Ranking, RankingStatus } from './RankingStatus.tsx';
import { useRankingWords } from './words.ts';

/** The months of the hotline's ranking. */
export function Rankings() {
  const say = useRankingWords();
  const may = useMay();
  const count = useCount();
  const list = usePages('listRankings', {});
  return (
    <Page title={say('title')} lead={say('lead')} actions={may('uploadRanking') ? <HandIn /> : undefined}>
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading />
      ) : (
        <>
          <Table<Ranking>
            rowKey="month"
            dataSource={list.items}
            pagination={false}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty description={say('none')} /> }}
            columns={[
              {
                title: say('month'),
                dataIndex: 'month',
                render: (month: string) => <Link to={`/rankings/${month}`}>{month}</Link>,
              },
              { title: say('status'), render: (_, { status }) => <RankingStatus status={status} /> },
              { title: say('publishedOn'), render: (_, { publishedOn }) => publishedOn ?? '–' },
              { title: say('versions'), dataIndex: 'latest', align: 'right', className: 'num' },
              {
                title: say('compounds'),
                align: 'right',
                className: 'num',
                render: (_, { versions: [newest] }) => count(newest?.compounds ?? 0),
              },
              {
                title: say('uploadedBy'),
                render: (_, { versions: [newest] }) =>
                  newest ? say('by', { name: newest.uploadedBy.name, at: minuteOf(newest.uploadedAt) }) : '–',
              },
            ]}
          />
          <More list={list} />
        </>
      )}
    </Page>
  );
}

function HandIn() {
  const say = useRankingWords();
  const navigate = useNavigate();
  const today = useToday();
  const [month, setMonth] = useState(() => dayjs(today).subtract(1, 'month').format('YYYY-MM'));
  return (
    <>
      <Button href={addressOf('getRankingTemplate', { query: { format: 'xlsx' } })} icon={<DownloadOutlined />}>
        {say('template')}
      </Button>
      <DatePicker
        picker="month"
        aria-label={say('pickMonth')}
        allowClear={false}
        value={dayjs(`${month}-01`)}
        maxDate={dayjs(today)}
        onChange={(value: dayjs.Dayjs | null) => {
          if (value) setMonth(value.format('YYYY-MM'));
        }}
      />
      <Button type="primary" onClick={() => void navigate(`/rankings/${month}?tab=handIn`)}>
        {say('handIn')}
      </Button>
    </>
  );
}
