import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Form, Popconfirm, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { When } from '../../../parts/When.tsx';
import { useMay, useMe } from '../../../session/session.ts';
import '../administration.css';
import { Conflict } from '../shared/Conflict.tsx';
import { showAtFields } from '../shared/formErrors.ts';
import { OnceOnly } from '../shared/OnceOnly.tsx';
import { useAdministrationWords } from '../shared/words.ts';
import { Substitutions } from '../substitutions/Substitutions.tsx';
import { RoleGuide } from './RoleGuide.tsx';
import type { User } from './roles.ts';
import { fieldsOf, UserFields, type UserValues } from './UserFields.tsx';
import { UserStatus } from './UserList.tsx';
import { useUserWords } from './words.ts';

/** One account: what it may do, whether it may sign in. */
export function UserPage() {
  const say = useUserWords();
  const general = useAdministrationWords();
  const { username = '' } = useParams();
  const reading = useRead('getUser', { path: { username } });
  const user = reading.data;
  if (reading.error && !user) return <Failure problem={reading.error} retry={reading.refetch} />;
  return (
    <Page
      title={user?.name ?? username}
      aside={
        user && (
          <Space>
            <Tag>{general(user.role)}</Tag>
            <UserStatus user={user} />
          </Space>
        )
      }
      lead={<Link to="/users">{say('back')}</Link>}
      actions={user && <AccountActions user={user} />}
    >
      {user ? (
        <div className="panels">
          <Rights key={user.id} user={user} reread={reading.refetch} />
          {user.role === 'reviewer' && <Substitutions user={user.id} />}
          <RoleGuide />
        </div>
      ) : (
        <Loading rows={10} />
      )}
    </Page>
  );
}

function AccountActions({ user }: { user: User }) {
  const say = useUserWords();
  const general = useAdministrationWords();
  const may = useMay();
  const me = useMe();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [password, setPassword] = useState<string>();
  const stale = () =>
    void client.invalidateQueries({ predicate: ({ queryKey: [of] }) => of === 'getUser' || of === 'listUsers' });
  const refused = (problem: ApiProblem) => void message.error(problem.message || problem.title);
  const reset = useMutation<Answer<'setPassword'>, ApiProblem>({
    mutationFn: () => call('setPassword', { path: { username: user.id } }),
    onSuccess: (made) => {
      setPassword(made.password);
      stale();
    },
    onError: refused,
  });
  const turn = useMutation<unknown, ApiProblem>({
    mutationFn: () => save(user, { ...(user as UserValues) }, !user.disabled),
    onSuccess: () => {
      void message.success(general('saved'));
      stale();
    },
    onError: (problem) => {
      refused(problem);
      stale();
    },
  });
  if (!may('updateUser') || me.user.id === user.id) return null;
  return (
    <>
      <Popconfirm
        title={say('setPassword')}
        description={<div className="narrow">{say('setPasswordHint')}</div>}
        onConfirm={() => reset.mutate()}
      >
        <Button loading={reset.isPending}>{say('setPassword')}</Button>
      </Popconfirm>
      <Popconfirm
        title={say(user.disabled ? 'enable' : 'disable')}
        description={<div className="narrow">{say(user.disabled ? 'enableHint' : 'disableHint')}</div>}
        onConfirm={() => turn.mutate()}
      >
        <Button danger={!user.disabled} loading={turn.isPending}>
          {say(user.disabled ? 'enable' : 'disable')}
        </Button>
      </Popconfirm>
      <OnceOnly
        title={say('passwordTitle', { name: user.name })}
        hint={say('passwordHint')}
        secret={password}
        closed={() => setPassword(undefined)}
      />
    </>
  );
}

/** Saves an account that is still as it was read. */
function save({ id, revision }: Pick<User, 'id' | 'revision'>, values: UserValues, disabled: boolean) {
  return call(
    'updateUser',
    { path: { username: id }, body: { ...fieldsOf(values), disabled } },
    { ifMatch: `"${revision}"` },
  );
}

function Rights({ user, reread }: { user: User; reread: () => Promise<unknown> }) {
  const say = useUserWords();
  const general = useAdministrationWords();
  const may = useMay();
  const me = useMe();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<UserValues>();
  // The revision the fields were filled from: what is read later must not lend its tag to older fields.
  const [revision, setRevision] = useState(user.revision);
  const own = me.user.id === user.id;
  const mayChange = may('updateUser') && !own && user.role !== 'system';
  const change = useMutation<Answer<'updateUser'>, ApiProblem, { values: UserValues; over: number }>({
    mutationFn: ({ values, over }) => save({ id: user.id, revision: over }, values, user.disabled),
    onSuccess: (changed) => {
      setRevision(changed.revision);
      void message.success(general('saved'));
      void client.invalidateQueries({ predicate: ({ queryKey: [of] }) => of === 'getUser' || of === 'listUsers' });
    },
    onError: (problem) => {
      showAtFields(form, problem);
      if (problem.code === 'revision-conflict') void reread();
    },
  });
  const conflict = change.error?.code === 'revision-conflict';
  return (
    <div className="panels">
      {own && <Alert type="info" showIcon title={say('own')} />}
      {!own && !mayChange && <Alert type="info" showIcon title={say('readOnly')} />}
      <Card
        title={say('rights')}
        extra={
          <span className="muted">
            {say('updatedAt')} <When at={user.updatedAt} time />
          </span>
        }
      >
        <Form
          form={form}
          className="narrow-form"
          layout="vertical"
          requiredMark={false}
          disabled={!mayChange}
          initialValues={user}
          onFinish={(values) => change.mutate({ values, over: revision })}
        >
          <UserFields />
          {conflict && (
            <Conflict
              takeTheirs={() => {
                form.setFieldsValue(user as UserValues);
                setRevision(user.revision);
                change.reset();
              }}
              keepMine={() => change.mutate({ values: form.getFieldsValue(true) as UserValues, over: user.revision })}
            />
          )}
          {change.error && !conflict && <Refused problem={change.error} />}
          {mayChange && (
            <Space className="form-end" wrap>
              <Button type="primary" htmlType="submit" loading={change.isPending}>
                {general('save')}
              </Button>
              <span className="muted">{say('signsOut')}</span>
            </Space>
          )}
        </Form>
      </Card>
    </div>
  );
}
