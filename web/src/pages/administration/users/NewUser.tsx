import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useState } from 'react';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { useMe } from '../../../session/session.ts';
import { FormDrawer } from '../shared/FormDrawer.tsx';
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
      <FormDrawer
        form={form}
        open={open}
        closed={closed}
        width={640}
        title={say('add')}
        submit={say('create')}
        busy={create.isPending}
        problem={create.error}
        initialValues={{ role: 'reviewer', scope: user.scope === '*' ? undefined : user.scope, posts: [{}] }}
        onSubmit={(values) => create.mutate(values)}
        below={<RoleGuide />}
      >
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
      </FormDrawer>
      <OnceOnly
        title={say('passwordTitle', { name: created?.name })}
        hint={say('passwordHint')}
        secret={created?.password}
        closed={() => setCreated(undefined)}
      />
    </>
  );
}
