import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Empty, Form, Input, Popover, Segmented, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { minuteOf } from '../../../parts/days.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { When } from '../../../parts/When.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { useAdministrationWords } from '../shared/words.ts';
import type { Webhook } from './WebhookFields.tsx';
import { useWebhookWords } from './words.ts';

type Delivery = ItemOf<'listWebhookDeliveries'>;
const states = ['waiting', 'sent', 'dead', 'dropped'] as const;
const colours: Partial<Record<Delivery['state'], string>> = { sent: 'green', dead: 'red', waiting: 'blue' };

/** Sent now or any moment; one that failed has its next attempt some minutes ahead. */
function isOnItsWay({ state, nextAt }: Delivery): boolean {
  return state === 'waiting' && (nextAt === null || Date.parse(nextAt) < Date.now() + 5000);
}

/** What was sent, how it was answered; what failed can be sent again. */
export function Deliveries({ hook }: { hook: Webhook }) {
  const say = useWebhookWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [choosing, setChoosing] = useState(false);
  const [filters, setFilters] = useFilters(['state']);
  const state = states.find((each) => each === filters.state);
  const list = usePages(
    'listWebhookDeliveries',
    { path: { id: hook.id }, query: state === undefined ? {} : { state } },
    // What was just sent is answered within moments, and no event tells of it.
    { refetchInterval: (items) => items.some(isOnItsWay) && 2000 },
  );
  const settled = {
    onSuccess: ({ replayed }: { replayed: number }) => {
      void message.success(say('replayed', { count: replayed }));
      void client.invalidateQueries({ queryKey: ['listWebhookDeliveries'] });
    },
    onError: (problem: ApiProblem) => void message.error(problem.message || problem.title),
  };
  const one = useMutation<Answer<'replayWebhookDelivery'>, ApiProblem, string>({
    mutationFn: (delivery) => call('replayWebhookDelivery', { path: { id: hook.id, delivery } }),
    ...settled,
  });
  const all = useMutation<Answer<'replayWebhookDeliveries'>, ApiProblem, string>({
    mutationFn: (day) =>
      call('replayWebhookDeliveries', {
        path: { id: hook.id },
        body: { since: new Date(`${day}T00:00:00+08:00`).toISOString() },
      }),
    ...settled,
  });
  return (
    <>
      <div className="filters">
        <Segmented
          value={state ?? 'all'}
          onChange={(value) => setFilters({ state: value === 'all' ? null : value })}
          options={[
            { value: 'all', label: say('anyState') },
            ...states.map((value) => ({ value: value as string, label: say(value) })),
          ]}
        />
        <Popover
          trigger="click"
          open={choosing}
          onOpenChange={setChoosing}
          content={
            <Since send={(day) => all.mutate(day, { onSuccess: () => setChoosing(false) })} busy={all.isPending} />
          }
        >
          <Button>{say('replaySince')}</Button>
        </Popover>
      </div>
      <p className="muted">{say('stateHint')}</p>
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading />
      ) : (
        <>
          <Table<Delivery>
            size="small"
            rowKey="id"
            dataSource={list.items}
            pagination={false}
            scroll={{ x: 760 }}
            locale={{ emptyText: <Empty description={say('noDeliveries')} /> }}
            columns={[
              { title: say('when'), render: (_, { createdAt }) => <When at={createdAt} time /> },
              {
                title: say('about'),
                render: (_, { case: id, notices, urgent }) => (
                  <>
                    {id === null ? say('testMessage') : <Link to={`/cases/${encodeURIComponent(id)}`}>{id}</Link>}{' '}
                    {urgent && <Tag color="red">{say('urgent')}</Tag>}
                    {notices > 0 && <div className="muted">{say('notices', { count: notices })}</div>}
                  </>
                ),
              },
              {
                title: say('state'),
                render: (_, { state: now, attempts, nextAt }) => (
                  <>
                    <Tag {...(colours[now] && { color: colours[now] })}>{say(now)}</Tag>
                    <div className="muted">
                      {attempts > 0 && say('attempts', { count: attempts })}{' '}
                      {nextAt !== null && attempts > 0 && say('next', { at: minuteOf(nextAt) })}
                    </div>
                  </>
                ),
              },
              {
                title: say('answer'),
                render: (_, { answers }) => {
                  const last = answers.at(-1);
                  if (last === undefined) return '—';
                  return (
                    <span
                      className="long"
                      title={answers.map(({ at, detail }) => `${minuteOf(at)} ${detail}`).join('\n')}
                    >
                      {last.status} {last.detail}
                    </span>
                  );
                },
              },
              {
                key: 'act',
                render: (_, { id, state: now }) =>
                  now !== 'waiting' && (
                    <Button size="small" loading={one.isPending && one.variables === id} onClick={() => one.mutate(id)}>
                      {say('replay')}
                    </Button>
                  ),
              },
            ]}
          />
          <More list={list} />
        </>
      )}
    </>
  );
}

function Since({ send, busy }: { send: (day: string) => void; busy: boolean }) {
  const say = useWebhookWords();
  const general = useAdministrationWords();
  return (
    <Form<{ day: string }> className="narrow" layout="vertical" requiredMark={false} onFinish={({ day }) => send(day)}>
      <p className="muted">{say('replaySinceHint')}</p>
      <Form.Item name="day" label={say('since')} rules={[{ required: true, message: general('required') }]}>
        <Input type="date" />
      </Form.Item>
      <Button htmlType="submit" type="primary" loading={busy}>
        {say('replay')}
      </Button>
    </Form>
  );
}
