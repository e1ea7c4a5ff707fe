import { CheckOutlined, DownOutlined, StarOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Form, Input, type MenuProps, Modal, Popconfirm, Select, Space } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { type Answer, type ApiProblem, call } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { useMe } from '../session/session.ts';
import { Refused } from './Failure.tsx';
import { useSavedViewWords } from './savedViewWords.ts';

type View = Answer<'listViews'>['items'][number];
type Query = Record<string, string>;

interface Props {
  /** The list, by its path: `cases`, `registers/compounds`. */
  page: string;
  /** Parts of the address that are no filters, such as an open drawer. */
  except?: readonly string[];
}

/** Comes back to a list as it was filtered and sorted: saves what the address says, and goes there again. */
export function SavedViews({ page, except = [] }: Props) {
  const say = useSavedViewWords();
  const [params, setParams] = useSearchParams();
  const [open, setOpen] = useState<'save' | 'manage'>();
  const views = useRead('listViews', { query: { page, limit: 200 } }, { staleTime: 60_000 });
  const now: Query = Object.fromEntries([...params].filter(([name]) => !except.includes(name)));
  const all = views.data?.items ?? [];
  const item = (view: View) => ({
    key: view.id,
    icon: sameQuery(view.query, now) ? <CheckOutlined /> : <span className="no-sign" />,
    label: view.mine ? view.name : `${view.name} · ${say('by', { name: view.by.name })}`,
  });
  const groups: NonNullable<MenuProps['items']> = (['mine', 'shared'] as const).flatMap((group) => {
    const children = all.filter(({ mine }) => mine === (group === 'mine')).map(item);
    return children.length === 0 ? [] : [{ key: group, type: 'group' as const, label: say(group), children }];
  });
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          onClick: ({ key }) => {
            if (key === 'save' || key === 'manage') return setOpen(key);
            const view = all.find(({ id }) => id === key);
            if (view) setParams(view.query);
          },
          items: [
            ...(groups.length === 0 ? [{ key: 'none', label: say('none'), disabled: true }] : groups),
            { type: 'divider' },
            { key: 'save', label: say('save') },
            ...(all.some(({ mine }) => mine) ? [{ key: 'manage', label: say('manage') }] : []),
          ],
        }}
      >
        <Button icon={<StarOutlined />}>
          {say('views')} <DownOutlined />
        </Button>
      </Dropdown>
      {open === 'save' && <SaveView page={page} query={now} closed={() => setOpen(undefined)} />}
      {open === 'manage' && (
        <ManageViews views={all.filter(({ mine }) => mine)} query={now} closed={() => setOpen(undefined)} />
      )}
    </>
  );
}

function sameQuery(one: Query, other: Query): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

/** The offices of one's own, to share with: not those one stands in for. */
function useMyOffices() {
  const { user } = useMe();
  return user.posts
    .filter((post) => post.for === undefined)
    .map(({ office, scope, title }) => ({ value: `${office}|${scope}`, label: title, office, scope }));
}

function SaveView({ page, query, closed }: { page: string; query: Query; closed: () => void }) {
  const say = useSavedViewWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ name: string; share: string }>();
  const offices = useMyOffices();
  const save = useMutation<unknown, ApiProblem, { name: string; share: string }>({
    mutationFn: ({ name, share }) => {
      const office = offices.find(({ value }) => value === share);
      return call('createView', {
        body: {
          page,
          query,
          name: name.trim(),
          shared: office ? { office: office.office, scope: office.scope } : null,
        },
      });
    },
    onSuccess: () => {
      void message.success(say('saved'));
      void client.invalidateQueries({ queryKey: ['listViews'] });
      closed();
    },
  });
  return (
    <Modal
      open
      title={say('saveTitle')}
      okText={say('ok')}
      cancelText={say('cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={closed}
    >
      <p className="faint">{Object.keys(query).length === 0 ? say('nothingChosen') : say('saveHint')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ share: '' }}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item
          name="name"
          label={say('name')}
          rules={[{ required: true, whitespace: true, message: say('nameRequired') }]}
        >
          <Input maxLength={60} autoFocus />
        </Form.Item>
        {offices.length > 0 && (
          <Form.Item name="share" label={say('share')}>
            <Select options={[{ value: '', label: say('nobody') }, ...offices]} />
          </Form.Item>
        )}
        {save.error && <Refused problem={save.error} />}
      </Form>
    </Modal>
  );
}

function ManageViews({ views, query, closed }: { views: View[]; query: Query; closed: () => void }) {
  const say = useSavedViewWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const offices = useMyOffices();
  const after = (word: 'saved' | 'removed') => ({
    onSuccess: () => {
      void message.success(say(word));
      void client.invalidateQueries({ queryKey: ['listViews'] });
    },
    onError: (problem: ApiProblem) => void message.error(problem.message || problem.title),
  });
  const replace = useMutation<unknown, ApiProblem, View>({
    mutationFn: ({ id, name, shared }) => call('updateView', { path: { id }, body: { name, shared, query } }),
    ...after('saved'),
  });
  const remove = useMutation<unknown, ApiProblem, View>({
    mutationFn: ({ id }) => call('deleteView', { path: { id } }),
    ...after('removed'),
  });
  return (
    <Modal open title={say('mine')} footer={null} onCancel={closed}>
      {views.length === 0 && say('none')}
      <ul className="saved-views">
        {views.map((view) => (
          <li key={view.id}>
            <span>
              {view.name}
              {view.shared && (
                <span className="faint">
                  {' '}
                  {say('sharedWith', {
                    office: offices.find(({ office }) => office === view.shared?.office)?.label ?? view.shared.office,
                  })}
                </span>
              )}
            </span>
            <Space wrap>
              <Button size="small" onClick={() => replace.mutate(view)}>
                {say('replace')}
              </Button>
              <Popconfirm title={say('remove')} description={say('removeHint')} onConfirm={() => remove.mutate(view)}>
                <Button size="small" danger>
                  {say('remove')}
                </Button>
              </Popconfirm>
            </Space>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
