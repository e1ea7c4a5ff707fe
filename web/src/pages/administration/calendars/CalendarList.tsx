import { Button, Card, Form, InputNumber, Table, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { useToday } from '../../../parts/days.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { useMay, useMe } from '../../../session/session.ts';
import '../administration.css';
import { useCalendarWords } from './words.ts';

type Summary = Answer<'listCalendars'>['items'][number];

/** The years whose working days are known. */
export function CalendarList() {
  const say = useCalendarWords();
  const may = useMay();
  const { user } = useMe();
  const navigate = useNavigate();
  const today = useToday();
  const list = useRead('listCalendars', {});
  if (list.error && !list.data) return <Failure problem={list.error} retry={list.refetch} />;
  const next = Math.max(Number(today.slice(0, 4)), ...(list.data?.items ?? []).map(({ year }) => year)) + 1;
  return (
    <Page title={say('title')} lead={say('lead')}>
      {list.data ? (
        <div className="panels">
          <Table<Summary>
            rowKey="year"
            dataSource={list.data.items}
            pagination={false}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                title: say('whichYear'),
                render: (_, { year }) => <Link to={`/calendars/${year}`}>{say('year', { year })}</Link>,
              },
              {
                title: say('status'),
                render: (_, { status }) => <Tag color={status === 'official' ? 'green' : 'gold'}>{say(status)}</Tag>,
              },
              { title: say('source'), dataIndex: 'source' },
            ]}
          />
          <p className="muted">
            {say('hours')} {list.data.businessHours.map(({ from, to }) => `${from}–${to}`).join(', ')}
          </p>
          {may('updateCalendar') && user.scope === '*' && (
            <Card size="small" title={say('load')}>
              <Form
                layout="inline"
                initialValues={{ year: next }}
                onFinish={({ year }: { year: number }) => void navigate(`/calendars/${year}?edit=1`)}
              >
                <Form.Item name="year" label={say('whichYear')}>
                  <InputNumber min={1992} max={9998} precision={0} />
                </Form.Item>
                <Button htmlType="submit">{say('open')}</Button>
              </Form>
            </Card>
          )}
        </div>
      ) : (
        <Loading rows={4} />
      )}
    </Page>
  );
}
