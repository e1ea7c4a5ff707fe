import { CheckOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Badge, Button, Empty, Segmented, Tag } from 'antd';
import { Link } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { Page } from '../../../parts/Page.tsx';
import { When } from '../../../parts/When.tsx';
import '../administration.css';
import { useFilters } from '../shared/useFilters.ts';
import { useAdministrationWords } from '../shared/words.ts';
import { useNotificationWords } from './words.ts';

type Notification = ItemOf<'listNotifications'>;

/** The urgent ones, as the ladder of reminders has them. */
const colours: Partial<Record<Notification['what'], string>> = {
  yellow: 'gold',
  red: 'red',
  supervise: 'red',
  interview: 'red',
};

/** What somebody was told of, newest first. */
export function Notifications() {
  const say = useNotificationWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [{ show }, setFilters] = useFilters(['show']);
  const unread = show === 'unread';
  const list = usePages('listNotifications', { query: unread ? { unread: 'true' } : {} });
  const newest = list.items[0];
  const stale = () =>
    void client.invalidateQueries({
      predicate: ({ queryKey: [of] }) => of === 'listNotifications' || of === 'countNotifications',
    });
  const refused = (problem: ApiProblem) => void message.error(problem.message || problem.title);
  const mark = useMutation<unknown, ApiProblem, string>({
    mutationFn: (id) => call('markNotificationRead', { path: { id } }),
    onSuccess: stale,
    onError: refused,
  });
  const markAll = useMutation<Answer<'markAllNotificationsRead'>, ApiProblem, string>({
    mutationFn: (until) => call('markAllNotificationsRead', { body: { until } }),
    onSuccess: ({ marked }) => {
      void message.success(say('marked', { count: marked }));
      stale();
    },
    onError: refused,
  });
  return (
    <Page
      title={say('title')}
      lead={
        <>
          {say('lead')} <Link to="/settings">{say('settings')}</Link>
        </>
      }
      actions={
        <Button
          icon={<CheckOutlined />}
          disabled={newest === undefined}
          loading={markAll.isPending}
          onClick={() => newest && markAll.mutate(newest.createdAt)}
        >
          {say('markAll')}
        </Button>
      }
    >
      <div className="filters">
        <Segmented
          value={unread ? 'unread' : 'all'}
          onChange={(value) => setFilters({ show: value === 'unread' ? value : null })}
          options={[
            { value: 'all', label: say('all') },
            { value: 'unread', label: say('unread') },
          ]}
        />
      </div>
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading rows={8} />
      ) : list.items.length === 0 ? (
        <Empty
          description={
            <>
              {say(unread ? 'noneUnread' : 'none')}
              <br />
              <span className="muted">{say('noneHint')}</span>
            </>
          }
        />
      ) : (
        <>
          <ul className="notifications" aria-label={say('list')}>
            {list.items.map((each) => (
              <Line key={each.id} notification={each} read={() => mark.mutate(each.id)} />
            ))}
          </ul>
          <More list={list} />
        </>
      )}
    </Page>
  );
}

function Line({ notification, read }: { notification: Notification; read: () => void }) {
  const say = useNotificationWords();
  const general = useAdministrationWords();
  const { case: id, task, what, text, createdAt, read: seen } = notification;
  const to = `/cases/${encodeURIComponent(id)}${task === null ? '' : `?task=${encodeURIComponent(task)}`}`;
  return (
    <li className={seen ? undefined : 'unread'}>
      <div className="grow">
        <div className="notification-head">
          {!seen && <Badge status="processing" text={say('unread')} />}
          <Tag {...(colours[what] && { color: colours[what] })}>{general(what)}</Tag>
          <span className="muted">
            <When at={createdAt} time />
          </span>
        </div>
        <Link className="long" to={to} onClick={seen ? undefined : read}>
          {text}
        </Link>
      </div>
      {!seen && (
        <Button type="text" size="small" icon={<CheckOutlined />} onClick={read}>
          {say('mark')}
        </Button>
      )}
    </li>
  );
}
