import { EditOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Descriptions, Tabs, Tag } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { minuteOf } from '../../parts/days.ts';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { Page } from '../../parts/Page.tsx';
import { useMay } from '../../session/session.ts';
import { ComplaintMonths } from './compound/ComplaintMonths.tsx';
import { CompoundCases } from './compound/CompoundCases.tsx';
import { Rolls } from './compound/Rolls.tsx';
import { registerNamed } from './declarations.ts';
import { EntryForm } from './EntryForm.tsx';
import { useEntry } from './entries.ts';
import { History } from './History.tsx';
import { Retirement } from './Retirement.tsx';
import type { Entry, Register } from './register.ts';
import './registers.css';
import { EntryLinks, FieldValue, idsOf } from './values.tsx';
import { useRegisterWords } from './words.ts';

/** One entry of a register: what it says, what it was, and what can be done with it. */
export function EntryPage() {
  const say = useRegisterWords();
  const { register: named, id = '' } = useParams();
  const register = registerNamed(named);
  if (!register) return <Page title={say('registers')}>{say('noRegister')}</Page>;
  return <Read key={`${register.name}|${id}`} register={register} id={id} />;
}

function Read({ register, id }: { register: Register; id: string }) {
  const say = useRegisterWords();
  const found = useEntry(register, id);
  if (found.data) return <Shown register={register} entry={found.data} />;
  return (
    <Page title={say(register.name)}>
      {found.error ? <Failure problem={found.error} retry={found.refetch} /> : <Loading rows={10} />}
    </Page>
  );
}

function Shown({ register, entry }: { register: Register; entry: Entry }) {
  const say = useRegisterWords();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const set = (key: string, value?: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === undefined) next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: key === 'tab' },
    );
  const { name, operations } = register;
  const { id, retired, retirement } = entry;
  const ofCompound =
    name === 'compounds'
      ? [
          { key: 'cases', label: say('cases'), children: <CompoundCases id={id} /> },
          { key: 'complaints', label: say('complaints'), children: <ComplaintMonths id={id} /> },
          { key: 'rolls', label: say('rolls'), children: <Rolls id={id} /> },
        ]
      : [];
  return (
    <Page
      title={entry.name}
      aside={
        <>
          <Tag>{id}</Tag>
          <Link to={`/registers/${name}`}>{say(name)}</Link>
          {retired && <Tag color="default">{say('retired')}</Tag>}
        </>
      }
      actions={
        <>
          {may(operations.retire) && <Retirement register={register} entry={entry} />}
          {may(operations.update) && (
            <Button type="primary" icon={<EditOutlined />} onClick={() => set('do', 'edit')}>
              {say('edit')}
            </Button>
          )}
        </>
      }
    >
      {retirement && (
        <Alert
          className="form-note"
          type="warning"
          showIcon
          title={say('retiredOn', { on: retirement.on, reason: retirement.reason })}
        />
      )}
      <Tabs
        activeKey={params.get('tab') ?? 'details'}
        onChange={(tab) => set('tab', tab === 'details' ? undefined : tab)}
        items={[
          { key: 'details', label: say('details'), children: <Details register={register} entry={entry} /> },
          ...ofCompound,
          { key: 'history', label: say('history'), children: <History register={register} id={id} /> },
        ]}
      />
      <EntryForm
        register={register}
        id={id}
        open={params.get('do') === 'edit'}
        close={() => set('do')}
        saved={() => undefined}
      />
    </Page>
  );
}

function Details({ register: { fields, links = [] }, entry }: { register: Register; entry: Entry }) {
  const say = useRegisterWords();
  return (
    <Card>
      <Descriptions
        column={{ xs: 1, md: 2 }}
        items={[
          ...fields.map((field) => ({
            key: field.key,
            label: say(field.key),
            children: <FieldValue field={field} entry={entry} />,
          })),
          ...links.map(({ key, of }) => ({
            key,
            label: say(key),
            children: <EntryLinks of={of} ids={idsOf(entry[key])} />,
          })),
          { key: 'scope', label: say('scope'), children: <span className="long">{entry.scope}</span> },
          {
            key: 'updated',
            label: say('updated'),
            children: say('updatedBy', { at: minuteOf(entry.updatedAt), by: entry.updatedBy }),
          },
        ]}
      />
    </Card>
  );
}
