import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { WhatIf } from '../shared/WhatIf.tsx';
import { useAdministrationWords } from '../shared/words.ts';
import type { Policy } from './values.ts';
import { usePolicyWords } from './words.ts';

type Mode = Answer<'createPolicyApplication'>['mode'];
const modes = ['reanchor', 'restart', 'keep'] as const satisfies Mode[];

/** Applies the policy of today to running cases: how, to which, and what it will do, before it begins. */
export function Apply({ policy, started }: { policy: Policy; started: (id: string) => void }) {
  const say = usePolicyWords();
  const general = useAdministrationWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { locality, version } = policy;
  const [mode, setMode] = useState<Mode>('reanchor');
  const [some, setSome] = useState(false);
  const [cases, setCases] = useState<string[]>([]);
  // One application, however often its sending has to be repeated.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const preview = useRead('previewPolicy', { path: { locality }, body: { limit: 500 } }, { retry: false });
  const apply = useMutation<Answer<'createPolicyApplication'>, ApiProblem, string>({
    mutationFn: (reason) =>
      call(
        'createPolicyApplication',
        { path: { locality }, body: { version, mode, reason, ...(some && { cases }) } },
        { idempotencyKey: key },
      ),
    onSuccess: ({ id }) => {
      void message.success(say('started'));
      void client.invalidateQueries({ queryKey: ['listPolicyApplications'] });
      started(id);
    },
    onError: ({ status }) => {
      // What was refused may be sent otherwise; what was not answered may only be repeated as it is.
      if (status >= 400 && status < 500) setKey(crypto.randomUUID());
    },
  });
  return (
    <Card title={say('apply')}>
      {preview.error ? (
        <Refused problem={preview.error} retry={preview.refetch} />
      ) : preview.data === undefined ? (
        <Loading rows={6} />
      ) : (
        <Form<{ reason: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={({ reason }) => apply.mutate(reason.trim())}
        >
          <Form.Item label={say('mode')} extra={say(`${mode}Hint` as const)}>
            <Radio.Group
              value={mode}
              onChange={({ target }) => setMode(target.value as Mode)}
              options={modes.map((each) => ({ value: each, label: say(each) }))}
            />
          </Form.Item>
          <Form.Item label={say('which')}>
            <Radio.Group
              value={some}
              onChange={({ target }) => setSome(target.value as boolean)}
              options={[
                { value: false, label: say('allOpen', { count: preview.data.openCases }) },
                { value: true, label: say('chosenOnly', { count: cases.length }) },
              ]}
            />
          </Form.Item>
          <WhatIf found={preview.data} mode={mode} {...(some && { chosen: { cases, set: setCases } })} />
          <Form.Item
            name="reason"
            label={general('reason')}
            className="narrow-form"
            rules={[{ required: true, whitespace: true, message: general('reasonRequired') }]}
          >
            <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
          </Form.Item>
          {apply.error && <Refused problem={apply.error} />}
          <div className="inline-fields">
            <Button
              type="primary"
              htmlType="submit"
              loading={apply.isPending}
              disabled={preview.data.openCases === 0 || (some && cases.length === 0)}
            >
              {say('start')}
            </Button>
            <span className="muted">{say('startHint')}</span>
          </div>
        </Form>
      )}
    </Card>
  );
}
