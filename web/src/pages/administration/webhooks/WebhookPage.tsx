import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Popconfirm, Tabs, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import '../administration.css';
import { Conflict } from '../shared/Conflict.tsx';
import { showAtFields } from '../shared/formErrors.ts';
import { OnceOnly } from '../shared/OnceOnly.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { useAdministrationWords } from '../shared/words.ts';
import { Deliveries } from './Deliveries.tsx';
import { sharedFields, type Webhook, WebhookFields, type WebhookValues } from './WebhookFields.tsx';
import { useWebhookWords } from './words.ts';

/** One webhook: what it is sent, and how its receiver answered. */
export function WebhookPage() {
  const say = useWebhookWords();
  const { id = '' } = useParams();
  const [{ tab = 'log' }, setFilters] = useFilters(['tab']);
  const reading = useRead('getWebhook', { path: { id } });
  const hook = reading.data;
  if (reading.error && !hook) return <Failure problem={reading.error} retry={reading.refetch} />;
  if (!hook) {
    return (
      <Page title={say('title')}>
        <Loading rows={8} />
      </Page>
    );
  }
  return (
    <Page
      title={hook.name}
      aside={<Tag {...(hook.enabled && { color: 'green' })}>{say(hook.enabled ? 'on' : 'off')}</Tag>}
      lead={
        <>
          <Link to="/webhooks">{say('back')}</Link> · {say(hook.format)} · <span className="long">{hook.url}</span>
        </>
      }
      actions={<Actions hook={hook} />}
    >
      <Tabs
        activeKey={tab}
        onChange={(key) => setFilters({ tab: key === 'log' ? null : key })}
        items={[
          { key: 'log', label: say('log'), children: <Deliveries hook={hook} /> },
          { key: 'settings', label: say('settings'), children: <Change hook={hook} reread={reading.refetch} /> },
        ]}
      />
    </Page>
  );
}

function Actions({ hook }: { hook: Webhook }) {
  const say = useWebhookWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [secret, setSecret] = useState<string>();
  const path = { id: hook.id };
  const refused = (problem: ApiProblem) => void message.error(problem.message || problem.title);
  const test = useMutation<unknown, ApiProblem>({
    mutationFn: () => call('testWebhook', { path }),
    onSuccess: () => {
      void message.success(say('testSent'));
      void client.invalidateQueries({ queryKey: ['listWebhookDeliveries'] });
    },
    onError: refused,
  });
  const rotate = useMutation<Answer<'rotateWebhookSecret'>, ApiProblem>({
    mutationFn: () => call('rotateWebhookSecret', { path }),
    onSuccess: (made) => setSecret(made.secret),
    onError: refused,
  });
  const remove = useMutation<unknown, ApiProblem>({
    mutationFn: () => call('deleteWebhook', { path }),
    onSuccess: () => {
      void message.success(say('removed'));
      void client.invalidateQueries({ queryKey: ['listWebhooks'] });
      void navigate('/webhooks');
    },
    onError: refused,
  });
  return (
    <>
      <Popconfirm
        title={say('remove')}
        description={<div className="narrow">{say('removeHint')}</div>}
        onConfirm={() => remove.mutate()}
      >
        <Button danger loading={remove.isPending}>
          {say('remove')}
        </Button>
      </Popconfirm>
      {hook.format === 'standard' && (
        <Popconfirm
          title={say('rotate')}
          description={<div className="narrow">{say('rotateHint')}</div>}
          onConfirm={() => rotate.mutate()}
        >
          <Button loading={rotate.isPending}>{say('rotate')}</Button>
        </Popconfirm>
      )}
      <Button type="primary" disabled={!hook.enabled} loading={test.isPending} onClick={() => test.mutate()}>
        {say('test')}
      </Button>
      <OnceOnly
        title={say('createdTitle', { name: hook.name })}
        hint={say('secretOnce')}
        secret={secret}
        closed={() => setSecret(undefined)}
      />
    </>
  );
}

function Change({ hook, reread }: { hook: Webhook; reread: () => Promise<unknown> }) {
  const general = useAdministrationWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<WebhookValues>();
  const [revision, setRevision] = useState(hook.revision);
  const start: WebhookValues = { ...hook, url: '' };
  const save = useMutation<Answer<'updateWebhook'>, ApiProblem, { values: WebhookValues; over: number }>({
    mutationFn: ({ values, over }) =>
      call('updateWebhook', { path: { id: hook.id }, body: sharedFields(values) }, { ifMatch: `"${over}"` }),
    onSuccess: (changed) => {
      setRevision(changed.revision);
      form.setFieldsValue({ url: '', secret: '' });
      void message.success(general('saved'));
      void client.invalidateQueries({ predicate: ({ queryKey: [of] }) => /^(get|list)Webhooks?$/.test(String(of)) });
    },
    onError: (problem) => {
      showAtFields(form, problem);
      if (problem.code === 'revision-conflict') void reread();
    },
  });
  const conflict = save.error?.code === 'revision-conflict';
  return (
    <Form
      form={form}
      className="narrow-form"
      layout="vertical"
      requiredMark={false}
      initialValues={start}
      onFinish={(values) => save.mutate({ values, over: revision })}
    >
      <WebhookFields present={hook} />
      {conflict && (
        <Conflict
          takeTheirs={() => {
            form.setFieldsValue(start);
            setRevision(hook.revision);
            save.reset();
          }}
          keepMine={() => save.mutate({ values: form.getFieldsValue(true) as WebhookValues, over: hook.revision })}
        />
      )}
      {save.error && !conflict && <Refused problem={save.error} />}
      <Button className="form-end" type="primary" htmlType="submit" loading={save.isPending}>
        {general('save')}
      </Button>
    </Form>
  );
}
