import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Form, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { usePages } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { Page } from '../../../parts/Page.tsx';
import { useMe } from '../../../session/session.ts';
import { useLanguage } from '../../../words/words.ts';
import '../administration.css';
import { FormDrawer } from '../shared/FormDrawer.tsx';
import { showAtFields } from '../shared/formErrors.ts';
import { OnceOnly } from '../shared/OnceOnly.tsx';
import { PlaceName } from '../shared/Places.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { sharedFields, type Webhook, WebhookFields, type WebhookValues } from './WebhookFields.tsx';
import { useWebhookWords } from './words.ts';

/** Where notices go besides people. */
export function WebhookList() {
  const say = useWebhookWords();
  const [filters, setFilters] = useFilters(['new']);
  const list = usePages('listWebhooks', {});
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setFilters({ new: '1' })}>
          {say('add')}
        </Button>
      }
    >
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading />
      ) : (
        <>
          <Table<Webhook>
            rowKey="id"
            dataSource={list.items}
            pagination={false}
            scroll={{ x: 720 }}
            locale={{
              emptyText: (
                <Empty
                  description={
                    <>
                      {say('none')}
                      <br />
                      <span className="muted">{say('noneHint')}</span>
                    </>
                  }
                />
              ),
            }}
            columns={[
              {
                title: say('name'),
                render: (_, { id, name, url }) => (
                  <>
                    <Link to={`/webhooks/${id}`}>{name}</Link>
                    <div className="muted long">{url}</div>
                  </>
                ),
              },
              {
                title: say('format'),
                render: (_, { format, signed }) => (
                  <>
                    {say(format)}
                    <div className="muted">{say(signed ? 'signed' : 'unsigned')}</div>
                  </>
                ),
              },
              { title: say('place'), render: (_, { place }) => <PlaceName path={place} /> },
              {
                title: say('enabled'),
                render: (_, { enabled }) => (
                  <Tag {...(enabled && { color: 'green' })}>{say(enabled ? 'on' : 'off')}</Tag>
                ),
              },
            ]}
          />
          <More list={list} />
        </>
      )}
      <NewWebhook open={filters.new !== undefined} closed={() => setFilters({ new: null })} />
    </Page>
  );
}

function NewWebhook({ open, closed }: { open: boolean; closed: () => void }) {
  const say = useWebhookWords();
  const { user } = useMe();
  const language = useLanguage();
  const client = useQueryClient();
  const [form] = Form.useForm<WebhookValues>();
  const [created, setCreated] = useState<Answer<'createWebhook'>>();
  const create = useMutation<Answer<'createWebhook'>, ApiProblem, WebhookValues>({
    mutationFn: (values) =>
      call('createWebhook', {
        body: { ...sharedFields(values), url: values.url?.trim() ?? '', format: values.format },
      }),
    onSuccess: (made) => {
      if (made.secret !== null) setCreated(made);
      form.resetFields();
      void client.invalidateQueries({ queryKey: ['listWebhooks'] });
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
        width={600}
        title={say('add')}
        submit={say('create')}
        busy={create.isPending}
        problem={create.error}
        initialValues={{
          format: 'standard',
          kinds: ['taskOpened', 'red', 'supervise', 'interview', 'caseEnded'],
          place: user.scope,
          language,
          enabled: true,
        }}
        onSubmit={(values) => create.mutate(values)}
      >
        <WebhookFields />
      </FormDrawer>
      <OnceOnly
        title={say('createdTitle', { name: created?.name })}
        hint={say('secretOnce')}
        secret={created?.secret ?? undefined}
        closed={() => setCreated(undefined)}
      />
    </>
  );
}
