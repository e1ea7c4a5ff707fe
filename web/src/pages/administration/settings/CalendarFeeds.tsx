import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Form, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { usePages } from '../../../api/queries.ts';
import { dayOf } from '../../../parts/days.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { useOffices } from '../../../parts/offices.ts';
import { useMe } from '../../../session/session.ts';
import { OnceOnly } from '../shared/OnceOnly.tsx';
import { PlaceName } from '../shared/Places.tsx';
import { useAdministrationWords } from '../shared/words.ts';
import { useSettingsWords } from './words.ts';

type NewFeed = Parameters<typeof call<'createCalendarFeed'>>[1]['body'];

/** Secret addresses under which calendar programs read the deadlines of an office. */
export function CalendarFeeds() {
  const say = useSettingsWords();
  const general = useAdministrationWords();
  const { user } = useMe();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { options, titleOf } = useOffices();
  const [url, setUrl] = useState<string>();
  const feeds = usePages('listCalendarFeeds', {});
  const stale = () => void client.invalidateQueries({ queryKey: ['listCalendarFeeds'] });
  const create = useMutation<Answer<'createCalendarFeed'>, ApiProblem, NewFeed>({
    mutationFn: (body) => call('createCalendarFeed', { body }),
    onSuccess: (made) => {
      setUrl(made.url);
      stale();
    },
  });
  const revoke = useMutation<unknown, ApiProblem, string>({
    mutationFn: (id) => call('revokeCalendarFeed', { path: { id } }),
    onSuccess: stale,
    onError: (problem) => void message.error(problem.message || problem.title),
  });
  const held = new Set<string>(user.posts.map(({ office }) => office));
  const offered = user.role === 'reviewer' ? options.filter(({ value }) => held.has(value)) : options;
  return (
    <Card title={say('feeds')}>
      <p className="muted">{say('feedsHint')}</p>
      {feeds.isPending && <Loading rows={2} />}
      {feeds.data && feeds.items.length === 0 && <p>{say('feedNone')}</p>}
      <ul className="plain-list">
        {feeds.items.map(({ id, office, scope, createdAt }) => (
          <li key={id}>
            <span className="grow">
              {titleOf(office)} · <PlaceName path={scope} />{' '}
              <span className="muted">{say('feedSince', { day: dayOf(createdAt) })}</span>
            </span>
            <Popconfirm
              title={say('feedRevoke')}
              description={<div className="narrow">{say('feedRevokeHint')}</div>}
              onConfirm={() => revoke.mutate(id)}
            >
              <Button size="small" danger>
                {say('feedRevoke')}
              </Button>
            </Popconfirm>
          </li>
        ))}
      </ul>
      {feeds.hasNextPage && <More list={feeds} />}
      {create.error && <Refused problem={create.error} />}
      <Form<NewFeed>
        layout="inline"
        requiredMark={false}
        className="inline-fields"
        onFinish={(values) => create.mutate(values)}
      >
        <Form.Item
          name="office"
          label={say('feedOffice')}
          rules={[{ required: true, message: general('required') }]}
          {...(offered.length === 1 && { initialValue: offered[0]?.value })}
        >
          <Select
            className="office-choice"
            options={offered}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
          />
        </Form.Item>
        <Button htmlType="submit" loading={create.isPending}>
          {say('feedAdd')}
        </Button>
      </Form>
      <OnceOnly title={say('feedTitle')} hint={say('feedOnce')} secret={url} closed={() => setUrl(undefined)} />
    </Card>
  );
}
