import { PlusOutlined } from '@ant-design/icons';
import { Button, Empty, Input, Select, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { useAll } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { SavedViews } from '../../../parts/SavedViews.tsx';
import { useMay } from '../../../session/session.ts';
import '../administration.css';
import { useOffices } from '../../../parts/offices.ts';
import { PlaceName, usePlaceName } from '../shared/Places.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { useAdministrationWords } from '../shared/words.ts';
import { NewUser } from './NewUser.tsx';
import { roles, type User } from './roles.ts';
import { useUserWords } from './words.ts';

const shownPosts = 2;

/** Accounts, found by what an administrator remembers of somebody. */
export function UserList() {
  const say = useUserWords();
  const general = useAdministrationWords();
  const may = useMay();
  const { titleOf, options } = useOffices();
  const placeOf = usePlaceName();
  const [filters, setFilters] = useFilters(['q', 'role', 'office', 'status', 'new']);
  const all = useAll('listUsers', {});
  const q = (filters.q ?? '').trim().toLowerCase();
  const found = (all.data ?? []).filter((user) => {
    const { id, name, role, scope, posts, disabled } = user;
    const text = [
      id,
      name,
      placeOf(scope),
      scope,
      ...posts.flatMap((post) => [titleOf(post.office), placeOf(post.scope)]),
    ];
    return (
      (q === '' || text.some((each) => each.toLowerCase().includes(q))) &&
      (filters.role === undefined || role === filters.role) &&
      (filters.office === undefined || posts.some(({ office }) => office === filters.office)) &&
      (filters.status === undefined || disabled === (filters.status === 'disabled'))
    );
  });
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <>
          <SavedViews page="users" except={['new']} />
          {may('createUser') && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setFilters({ new: '1' })}>
              {say('add')}
            </Button>
          )}
        </>
      }
    >
      <div className="filters">
        <Input.Search
          className="grow"
          allowClear
          value={filters.q ?? ''}
          onChange={({ target }) => setFilters({ q: target.value })}
          placeholder={say('search')}
          aria-label={say('search')}
          maxLength={80}
        />
        <Select
          className="choice"
          allowClear
          value={filters.role ?? null}
          onChange={(role: string | null) => setFilters({ role })}
          placeholder={say('anyRole')}
          aria-label={say('role')}
          options={roles.map((role) => ({ value: role as string, label: general(role) }))}
        />
        <Select
          className="choice"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={filters.office ?? null}
          onChange={(office: string | null) => setFilters({ office })}
          placeholder={say('anyOffice')}
          aria-label={say('office')}
          options={options}
          popupMatchSelectWidth={false}
        />
        <Select
          className="choice"
          allowClear
          value={filters.status ?? null}
          onChange={(status: string | null) => setFilters({ status })}
          placeholder={say('anyStatus')}
          aria-label={say('status')}
          options={[
            { value: 'active', label: say('active') },
            { value: 'disabled', label: say('disabled') },
          ]}
        />
      </div>
      {all.error && !all.data ? (
        <Failure problem={all.error} retry={all.refetch} />
      ) : all.isPending ? (
        <Loading rows={10} />
      ) : (
        <Table<User>
          rowKey="id"
          dataSource={found}
          pagination={{
            defaultPageSize: 50,
            hideOnSinglePage: true,
            showTotal: (count) => say('found', { count }),
          }}
          locale={{
            emptyText: (
              <Empty
                description={
                  <>
                    {say('nobody')}
                    <br />
                    <span className="muted">{say('nobodyHint')}</span>
                  </>
                }
              />
            ),
          }}
          scroll={{ x: 760 }}
          columns={[
            {
              title: say('name'),
              render: (_, { id, name }) => (
                <>
                  <Link to={`/users/${encodeURIComponent(id)}`}>{name}</Link>
                  <div className="muted">{id}</div>
                </>
              ),
            },
            { title: say('role'), render: (_, { role }) => general(role) },
            { title: say('scope'), render: (_, { scope }) => <PlaceName path={scope} /> },
            { title: say('posts'), render: (_, user) => <PostLines user={user} /> },
            { title: say('status'), render: (_, user) => <UserStatus user={user} /> },
          ]}
        />
      )}
      <NewUser open={filters.new !== undefined} closed={() => setFilters({ new: null })} />
    </Page>
  );
}

function PostLines({ user: { posts, scope: area } }: { user: User }) {
  const say = useUserWords();
  const { titleOf } = useOffices();
  const placeOf = usePlaceName();
  if (posts.length === 0) return <span className="faint">—</span>;
  // The place is said where it is another than the user's own.
  const line = ({ office, scope, unit }: User['posts'][number]) =>
    `${titleOf(office)}${unit === undefined ? '' : ` ${unit}`}${scope === area ? '' : ` · ${placeOf(scope)}`}`;
  return (
    <div title={posts.map(line).join('\n')}>
      {posts.slice(0, shownPosts).map((post) => (
        <div key={`${post.office} ${post.scope} ${post.unit ?? ''}`}>{line(post)}</div>
      ))}
      {posts.length > shownPosts && <span className="faint">{say('more', { count: posts.length - shownPosts })}</span>}
    </div>
  );
}

/** Whether somebody can sign in. */
export function UserStatus({ user }: { user: User }) {
  const say = useUserWords();
  if (user.disabled) return <Tag>{say('disabled')}</Tag>;
  return (
    <>
      <Tag color="green">{say('active')}</Tag>
      {user.mustChangePassword && <div className="muted">{say('mustChange')}</div>}
    </>
  );
}
