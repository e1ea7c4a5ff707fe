import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Popconfirm, Progress, Segmented, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { dayOf } from '../../../parts/days.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useMay } from '../../../session/session.ts';
import { shareDone } from './shareDone.ts';
import { usePolicyWords } from './words.ts';

type Progressed = Answer<'getPolicyApplication'>;
type Result = Progressed['items'][number]['result'];

const pollMs = 1500;

/** How far an application has come, and what came of each case. */
export function ApplicationProgress({ locality, id, back }: { locality: string; id: string; back: () => void }) {
  const say = usePolicyWords();
  const may = useMay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [result, setResult] = useState<Result>();
  const [over, setOver] = useState(false);
  const reading = useRead(
    'getPolicyApplication',
    { path: { locality, id }, query: { limit: 200, ...(result && { result }) } },
    { refetchInterval: over ? false : pollMs },
  );
  const stop = useMutation<unknown, ApiProblem>({
    mutationFn: () => call('cancelPolicyApplication', { path: { locality, id } }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['getPolicyApplication'] }),
    onError: (problem) => void message.error(problem.message || problem.title),
  });
  const found = reading.data;
  const underWay = found?.state === 'waiting' || found?.state === 'running';
  if (found && !underWay && !over) setOver(true);
  if (reading.error && !found) return <Failure problem={reading.error} retry={reading.refetch} />;
  if (!found) return <Loading rows={6} />;
  const counts = Object.entries(found.results).filter(([, count]) => count > 0) as [Result, number][];
  return (
    <div className="panels">
      <Card
        title={say(found.mode)}
        extra={
          <>
            {underWay && may('cancelPolicyApplication') && (
              <Popconfirm
                title={say('stop')}
                description={<div className="narrow">{say('stopHint')}</div>}
                onConfirm={() => stop.mutate()}
              >
                <Button size="small" danger loading={stop.isPending}>
                  {say('stop')}
                </Button>
              </Popconfirm>
            )}{' '}
            <Button size="small" onClick={back}>
              {say('applications')}
            </Button>
          </>
        }
      >
        <p className="long">{found.reason}</p>
        <p aria-live="polite">
          <Tag>{say(found.state)}</Tag> {say('by', { name: found.by.name })}
        </p>
        <Progress percent={shareDone(found)} aria-label={say('progress')} />
      </Card>
      <Segmented<string>
        value={result ?? ''}
        onChange={(value) => setResult(value === '' ? undefined : (value as Result))}
        options={[
          { value: '', label: `${say('case')} ${found.cases}` },
          ...counts.map(([each, count]) => ({ value: each, label: `${say(each)} ${count}` })),
        ]}
      />
      <Table<Progressed['items'][number]>
        size="small"
        rowKey="case"
        dataSource={found.items}
        pagination={{ defaultPageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: say('case'),
            render: (_, { case: of }) => <Link to={`/cases/${encodeURIComponent(of)}`}>{of}</Link>,
          },
          {
            title: say('result'),
            render: (_, { result: each, detail }) => (
              <>
                {say(each)}
                {detail !== null && <div className="muted long">{detail}</div>}
              </>
            ),
          },
          {
            title: say('movedDates'),
            render: (_, { moved }) =>
              (moved ?? []).map(({ task, from, to }) => (
                <div key={task}>
                  {task}: {from === null ? '—' : dayOf(from)} → {to === null ? '—' : dayOf(to)}
                </div>
              )),
          },
        ]}
      />
    </div>
  );
}
