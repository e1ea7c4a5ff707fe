import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Space } from 'antd';
import { useState } from 'react';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { useMe } from '../../../session/session.ts';
import { showAtFields } from '../shared/formErrors.ts';
import { OnceOnly } from '../shared/OnceOnly.tsx';
import { useAdministrationWords } from '../shared/words.ts';
import { RoleGuide } from './RoleGuide.tsx';
import { fieldsOf, UserFields, type UserValues } from './UserFields.tsx';
import { useUserWords } from './words.ts';

type NewUserValues = UserValues & { username: string };

/** Creates an account, and shows its first password once. */
export function NewUser({ open, closed }: { open: boolean; closed: () => void }) {
  const say = useUserWords();
  const general = useAdministrationWords();
  const { user } = useMe();
  const client = useQueryClient();
  const [form] = Form.useForm<NewUserValues>();
  const [created, setCreated] = useState<Answer<'createUser'>>();
  const create = useMutation<Answer<'createUser'>, ApiProblem, NewUserValues>({
    mutationFn: (values) => call('createUser', { body: { username: values.username, ...fieldsOf(values) } }),
    onSuccess: (account) => {
      setCreated(account);
      form.resetFields();
      void client.invalidateQueries({ queryKey: ['listUsers'] });
      closed();
    },
    onError: (problem) => showAtFields(form, problem),
  });
  return (
    <>
      <Drawer
        open={open}
        onClose={closed}
        size={640}
        title={say('add')}
        footer={
          <Space>
            <Button type="primary" loading={create.isPending} onClick={() => form.submit()}>
              {say('create')}
            </Button>
            <Button onClick={closed}>{general('cancel')}</Button>
          </Space>
        }
      >
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ role: 'reviewer', scope: user.scope === '*' ? undefined : user.scope, posts: [{}] }}
          onFinish={(values) => create.mutate(values)}
        >
          {create.error && <Refused problem={create.error} />}
          <Form.Item
            name="username"
            label={say('username')}
            extra={say('usernameHint')}
            rules={[
              { required: true, message: general('required') },
              { pattern: /^[\p{L}\p{N}][\p{L}\p{N}_.@-]{0,39}$/u, message: say('usernameWrong') },
            ]}
          >
            <Input autoComplete="off" maxLength={40} />
          </Form.Item>
          <UserFields />
        </Form>
        <RoleGuide />
      </Drawer>
      <OnceOnly
        title={say('passwordTitle', { name: created?.name })}
        hint={say('passwordHint')}
        secret={created?.password}
        closed={() => setCreated(undefined)}
      />
    </>
  );
}
