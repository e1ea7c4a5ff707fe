import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import type { ApiProblem } from '../../api/client.ts';
import { Refused } from '../../parts/Failure.tsx';
import { callRegister, readEntry } from './entries.ts';
import type { Entry, Register } from './register.ts';
import { useRegisterWords } from './words.ts';

/** Retires an entry, or takes that back; the reason is kept. */
export function Retirement({ register, entry }: { register: Register; entry: Entry }) {
  const say = useRegisterWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ reason: string }>();
  const { id, name } = entry;
  const retired = entry.retired === true;
  const { retire, versions, list, read } = register.operations;
  const change = useMutation<Entry, ApiProblem, string>({
    mutationFn: async (reason) => {
      const { etag } = await readEntry(register, id);
      return await callRegister<Entry>(
        retire,
        { path: { id }, body: { retired: !retired, reason } },
        { ifMatch: etag },
      );
    },
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries({
        predicate: ({ queryKey: [operation] }) => [versions, list, read].some((each) => each === operation),
      });
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say(retired ? 'restore' : 'retire')}</Button>
      <Modal
        open={open}
        title={say(retired ? 'restoreTitle' : 'retireTitle', { name })}
        okText={say(retired ? 'restore' : 'retire')}
        okButtonProps={{ danger: !retired, loading: change.isPending }}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        {!retired && <p>{say('retireHint')}</p>}
        <Form form={form} layout="vertical" preserve={false} onFinish={({ reason }) => change.mutate(reason.trim())}>
          <Form.Item
            name="reason"
            label={say('reason')}
            rules={[{ required: true, whitespace: true, message: say('reasonNeeded') }]}
          >
            <Input.TextArea maxLength={400} rows={3} showCount />
          </Form.Item>
        </Form>
        {change.error && <Refused problem={change.error} />}
      </Modal>
    </>
  );
}
