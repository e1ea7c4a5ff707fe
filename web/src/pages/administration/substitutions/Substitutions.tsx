import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Form, Input, Popconfirm, Select, Tag } from 'antd';
import { type ApiProblem, call } from '../../../api/client.ts';
import { type ItemOf, useAll, usePages } from '../../../api/queries.ts';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { useMay, useMe } from '../../../session/session.ts';
import { showAtFields } from '../shared/formErrors.ts';
import { useAdministrationWords } from '../shared/words.ts';
import { useSubstitutionWords } from './words.ts';

type Substitution = ItemOf<'listSubstitutions'>;
type Body = Parameters<typeof call<'createSubstitution'>>[1]['body'];

/** Who stands in for whom; of one user for an administrator, else one's own. */
export function Substitutions({ user }: { user?: string }) {
  const say = useSubstitutionWords();
  const may = useMay();
  const me = useMe();
  const list = usePages('listSubstitutions', { query: user === undefined ? {} : { user } });
  const holdsOffice = me.user.role === 'reviewer' && me.user.posts.some((post) => post.for === undefined);
  const mayEnter = may('createSubstitution') && (user !== undefined || holdsOffice);
  return (
    <Card title={say('title')}>
      <p className="muted">{say(user === undefined ? 'lead' : 'leadUser')}</p>
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading rows={2} />
      ) : list.items.length === 0 ? (
        <p>{say('none')}</p>
      ) : (
        <ul className="plain-list">
          {list.items.map((each) => (
            <Line key={each.id} substitution={each} />
          ))}
        </ul>
      )}
      {list.hasNextPage && <More list={list} />}
      {mayEnter && <Enter {...(user !== undefined && { user })} />}
    </Card>
  );
}

function Line({ substitution }: { substitution: Substitution }) {
  const say = useSubstitutionWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { id, person, substitute, from, until, note, state, mayEnd } = substitution;
  const end = useMutation<unknown, ApiProblem>({
    mutationFn: () => call('endSubstitution', { path: { id } }),
    onSuccess: () => {
      void message.success(say('ended'));
      void client.invalidateQueries({ queryKey: ['listSubstitutions'] });
    },
    onError: (problem) => void message.error(problem.message || problem.title),
  });
  return (
    <li>
      <span className="grow">
        {say('standsIn', { substitute: substitute.name, person: person.name })}{' '}
        <span className="muted">{say('days', { from, until })}</span>
        {note !== null && <div className="muted long">{note}</div>}
      </span>
      <Tag {...(state === 'current' && { color: 'green' })}>{say(state)}</Tag>
      {mayEnd && (
        <Popconfirm
          title={say('end')}
          description={<div className="narrow">{say('endHint')}</div>}
          onConfirm={() => end.mutate()}
        >
          <Button size="small" danger loading={end.isPending}>
            {say('end')}
          </Button>
        </Popconfirm>
      )}
    </li>
  );
}

/** An administrator chooses among the accounts; whoever enters their own absence types the name. */
function Enter({ user }: { user?: string }) {
  const say = useSubstitutionWords();
  const general = useAdministrationWords();
  const may = useMay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Body>();
  const accounts = useAll('listUsers', { query: { role: 'reviewer' } }, { enabled: may('listUsers') });
  const enter = useMutation<unknown, ApiProblem, Body>({
    mutationFn: ({ note, substitute, ...body }) =>
      call('createSubstitution', {
        body: {
          ...body,
          substitute: substitute.trim(),
          ...(note?.trim() && { note: note.trim() }),
          ...(user !== undefined && { person: user }),
        },
      }),
    onSuccess: () => {
      void message.success(say('entered'));
      form.resetFields();
      void client.invalidateQueries({ queryKey: ['listSubstitutions'] });
    },
    onError: (problem) => showAtFields(form, problem),
  });
  const required = [{ required: true, message: general('required') }];
  const options = (accounts.data ?? [])
    .filter(({ id, disabled }) => id !== user && !disabled)
    .map(({ id, name }) => ({ value: id, label: `${name} (${id})` }));
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="inline-fields substitution"
      onFinish={(values) => enter.mutate(values)}
    >
      <Form.Item name="substitute" label={say('substitute')} rules={required}>
        {may('listUsers') ? (
          <Select
            className="office-choice"
            options={options}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
          />
        ) : (
          <Input maxLength={40} autoComplete="off" placeholder={say('substituteHint')} />
        )}
      </Form.Item>
      <Form.Item name="from" label={say('from')} rules={required}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="until" label={say('until')} rules={required}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="note" label={say('note')}>
        <Input maxLength={300} />
      </Form.Item>
      {enter.error && <Refused problem={enter.error} />}
      <Button htmlType="submit" loading={enter.isPending}>
        {say('enter')}
      </Button>
    </Form>
  );
}
