import { DownloadOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Cascader, Checkbox, Dropdown, Empty, Input, Table, Tabs, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { addressOf } from '../../api/client.ts';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { type PlaceNode, usePlaces } from '../../parts/places.ts';
import { useMay } from '../../session/session.ts';
import { registerNamed, registers } from './declarations.ts';
import { EntryForm } from './EntryForm.tsx';
import { type EntryQuery, useEntries } from './entries.ts';
import { ImportEntries } from './ImportEntries.tsx';
import type { Entry, Register } from './register.ts';
import './registers.css';
import { FieldValue } from './values.tsx';
import { useRegisterWords } from './words.ts';

/** A register: searched, filtered by place, entered, imported, exported. */
export function RegisterPage() {
  const say = useRegisterWords();
  const navigate = useNavigate();
  const may = useMay();
  const { register: named } = useParams();
  const register = registerNamed(named);
  if (!register) return <Page title={say('registers')}>{say('noRegister')}</Page>;
  const tabs = Object.values(registers).filter(({ operations }) => may(operations.list));
  return (
    <Page title={say('registers')} actions={<Actions key={register.name} register={register} />}>
      <Tabs
        activeKey={register.name}
        onChange={(name) => void navigate(`/registers/${name}`)}
        items={tabs.map(({ name }) => ({ key: name, label: say(name) }))}
      />
      <Entries key={register.name} register={register} />
    </Page>
  );
}

function Actions({ register }: { register: Register }) {
  const say = useRegisterWords();
  const may = useMay();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const open = params.get('do');
  const show = (what?: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (what === undefined) next.delete('do');
      else next.set('do', what);
      return next;
    });
  const { operations, name } = register;
  const [level, place] = placeOf(params);
  const address = (format: string) =>
    addressOf(operations.export, { query: { format, ...(level && { [level]: place }) } });
  return (
    <>
      {may(operations.export) && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: ['xlsx', 'csv'].map((format) => ({
              key: format,
              label: <a href={address(format)}>{format.toUpperCase()}</a>,
            })),
          }}
        >
          <Button icon={<DownloadOutlined />}>{say('exporting')}</Button>
        </Dropdown>
      )}
      {may(operations.import) && (
        <Button icon={<UploadOutlined />} onClick={() => show('import')}>
          {say('importing')}
        </Button>
      )}
      {may(operations.create) && (
        <Button type="primary" icon={<PlusOutlined />} onClick={() => show('create')}>
          {say('create')}
        </Button>
      )}
      <ImportEntries register={register} open={open === 'import'} close={() => show()} />
      <EntryForm
        register={register}
        open={open === 'create'}
        close={() => show()}
        saved={({ id }) => void navigate(`/registers/${name}/${encodeURIComponent(id)}`)}
      />
    </>
  );
}

const levels = ['district', 'street', 'community'] as const;

/** The narrowest place of the address. */
function placeOf(params: URLSearchParams): [level: (typeof levels)[number] | undefined, id: string] {
  const parts = params.get('place')?.split('/').slice(1) ?? [];
  return [levels[parts.length - 1], parts.at(-1) ?? ''];
}

function Entries({ register }: { register: Register }) {
  const say = useRegisterWords();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const retired = params.get('retired') === 'true';
  const [level, place] = placeOf(params);
  const query: EntryQuery = {
    ...(q !== '' && { q }),
    ...(level && { [level]: place }),
    ...(retired && { retired: 'true' }),
  };
  const list = useEntries(register, query);
  const set = (change: Record<string, string | undefined>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(change)) {
          if (value === undefined || value === '') next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true },
    );
  return (
    <>
      <search className="register-filters">
        <SearchField value={q} change={(text) => set({ q: text })} />
        <PlaceFilter value={params.get('place') ?? undefined} change={(path) => set({ place: path })} />
        <Checkbox checked={retired} onChange={({ target }) => set({ retired: target.checked ? 'true' : undefined })}>
          {say('showRetired')}
        </Checkbox>
      </search>
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading rows={10} />
      ) : (
        <>
          <EntryTable
            register={register}
            entries={list.items}
            empty={
              q !== '' ? (
                <Empty description={say('nothingFound', { q })} />
              ) : retired ? (
                <Empty description={say('noneRetired')} />
              ) : (
                <Empty description={say('nothing')}>{say('nothingHint')}</Empty>
              )
            }
          />
          <More list={list} />
        </>
      )}
    </>
  );
}

const pauseMs = 250;

/** What is typed is searched for after a short pause. */
function SearchField({ value, change }: { value: string; change: (text: string) => void }) {
  const say = useRegisterWords();
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => change(text.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [text, value, change]);
  return (
    <Input.Search
      className="register-search"
      allowClear
      maxLength={80}
      value={text}
      placeholder={say('search')}
      aria-label={say('search')}
      onChange={({ target }) => setText(target.value)}
      onSearch={(asked) => change(asked.trim())}
    />
  );
}

function PlaceFilter({ value, change }: { value: string | undefined; change: (path: string | undefined) => void }) {
  const say = useRegisterWords();
  const { tree } = usePlaces();
  return (
    <Cascader<PlaceNode>
      aria-label={say('place')}
      placeholder={say('anyPlace')}
      changeOnSelect
      allowClear
      showSearch
      options={tree}
      value={value?.split('/') ?? []}
      displayRender={(labels) => labels.slice(-2).join(' / ')}
      onChange={(path?: (string | number)[]) => change(path && path.length > 1 ? path.join('/') : undefined)}
    />
  );
}

interface TableProps {
  register: Register;
  entries: readonly Entry[];
  empty: React.ReactNode;
}

function EntryTable({ register: { name, fields }, entries, empty }: TableProps) {
  const say = useRegisterWords();
  return (
    <Table<Entry>
      rowKey="id"
      size="middle"
      dataSource={entries}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: empty }}
      columns={[
        { title: say('id'), dataIndex: 'id', width: 110 },
        {
          title: say('name'),
          rowScope: 'row',
          render: (_, { id, name: called, retired }) => (
            <span className="entry-name">
              <Link to={`/registers/${name}/${encodeURIComponent(id)}`}>{called}</Link>
              {retired && <Tag>{say('retired')}</Tag>}
            </span>
          ),
        },
        ...fields
          .filter(({ listed }) => listed)
          .map((field) => ({
            key: field.key,
            title: say(field.key),
            ...(field.kind === 'number' && { align: 'right' as const }),
            render: (_: unknown, entry: Entry) => <FieldValue field={field} entry={entry} />,
          })),
      ]}
    />
  );
}
