import { EditOutlined } from '@ant-design/icons';
import { Button, Checkbox, Collapse, Empty, Input, Table, Tag, Tooltip } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../api/queries.ts';
import { useMay } from '../../../session/session.ts';
import { useFilters } from '../shared/useFilters.ts';
import { ChangeParameter } from './ChangeParameter.tsx';
import type { Draft } from './draft.ts';
import { useSectionTitle } from './sectionTitles.ts';
import { type Parameter, type Policy, parameterOf, useSayValue } from './values.ts';
import { usePolicyWords } from './words.ts';

interface Row {
  name: string;
  parameter: Parameter;
  above: Parameter | undefined;
}

interface Props {
  policy: Policy;
  titleOf: (locality: string) => string;
  draft: Draft;
  setDraft: (next: Draft) => void;
}

/** Every parameter with its value, where it comes from, and whether it may be changed here. */
export function Parameters({ policy, titleOf, draft, setDraft }: Props) {
  const say = usePolicyWords();
  const may = useMay();
  const parent = policy.chain.at(-2);
  const above = useRead('getPolicy', { path: { locality: parent ?? '' } }, { enabled: parent !== undefined });
  const nameOf = useSectionTitle();
  const [{ q, only, own }, setFilters] = useFilters(['q', 'only', 'own']);
  const [changing, setChanging] = useState<string>();
  const [opened, setOpened] = useState<string[]>([]);
  const wanted = (q ?? '').trim().toLowerCase();
  const filtered = wanted !== '' || only !== undefined || own !== undefined;
  const sections = Object.entries(policy.sections)
    .map(([section, parameters]) => ({
      section,
      rows: Object.entries(parameters)
        .map(([name, parameter]): Row => {
          const qualified = `${section}.${name}`;
          return { name: qualified, parameter, above: parameterOf(above.data, qualified) };
        })
        .filter(
          ({ name, parameter: { title, source, note, change, from } }) =>
            (wanted === '' || [name, title, source, note ?? ''].some((text) => text.toLowerCase().includes(wanted))) &&
            (only === undefined || change !== 'fixed') &&
            (own === undefined || from === policy.locality),
        ),
    }))
    .filter(({ rows }) => rows.length > 0);
  const changed = changing === undefined ? undefined : parameterOf(policy, changing);
  return (
    <>
      <div className="filters">
        <Input.Search
          className="grow"
          allowClear
          value={q ?? ''}
          onChange={({ target }) => setFilters({ q: target.value })}
          placeholder={say('search')}
          aria-label={say('search')}
          maxLength={80}
        />
        <Checkbox
          checked={only !== undefined}
          onChange={({ target }) => setFilters({ only: target.checked ? '1' : null })}
        >
          {say('changeable')}
        </Checkbox>
        <Checkbox
          checked={own !== undefined}
          onChange={({ target }) => setFilters({ own: target.checked ? '1' : null })}
        >
          {say('ownOnly')}
        </Checkbox>
      </div>
      {sections.length === 0 ? (
        <Empty description={say('nothing')} />
      ) : (
        <Collapse
          {...(filtered ? { activeKey: sections.map(({ section }) => section) } : { activeKey: opened })}
          onChange={(keys) => setOpened(keys)}
          items={sections.map(({ section, rows }) => ({
            key: section,
            label: (
              <>
                <strong>{nameOf(section) ?? section}</strong> {nameOf(section) && <code>{section}</code>}{' '}
                <span className="muted">{say('sections', { count: rows.length })}</span>
              </>
            ),
            children: (
              <Rows
                rows={rows}
                policy={policy}
                titleOf={titleOf}
                draft={draft}
                change={may('updatePolicy') || may('previewPolicy') ? setChanging : undefined}
              />
            ),
          }))}
        />
      )}
      {changing !== undefined && changed && (
        <ChangeParameter
          name={changing}
          parameter={changed}
          drafted={draft[changing]}
          closed={() => setChanging(undefined)}
          take={(change) => {
            setDraft({ ...draft, [changing]: change });
            setChanging(undefined);
          }}
        />
      )}
    </>
  );
}

interface RowsProps extends Omit<Props, 'setDraft'> {
  rows: Row[];
  change: ((name: string) => void) | undefined;
}

function Rows({ rows, policy, titleOf, draft, change }: RowsProps) {
  const say = usePolicyWords();
  const sayValue = useSayValue();
  return (
    <Table<Row>
      size="small"
      rowKey="name"
      pagination={false}
      dataSource={rows}
      scroll={{ x: 900 }}
      columns={[
        {
          title: say('parameter'),
          width: 260,
          render: (_, { name, parameter: { title, note } }) => (
            <>
              {title}
              <div className="muted">
                <code>{name.split('.')[1]}</code>
              </div>
              {note !== undefined && <div className="muted long">{note}</div>}
            </>
          ),
        },
        {
          title: say('value'),
          width: 200,
          render: (_, { name, parameter: { value, unit }, above }) => (
            <>
              <strong className="long">{sayValue(value, unit)}</strong>
              {above && JSON.stringify(above.value) !== JSON.stringify(value) && (
                <div className="muted">
                  {say('inherited', { value: sayValue(above.value, unit), from: titleOf(above.from) })}
                </div>
              )}
              {Object.hasOwn(draft, name) && <Tag color="blue">{say('draft')}</Tag>}
            </>
          ),
        },
        { title: say('source'), width: 180, render: (_, { parameter }) => <Source source={parameter.source} /> },
        {
          title: say('from'),
          width: 140,
          render: (_, { parameter: { from, statedIn } }) => (
            <>
              {titleOf(from)} {from === policy.locality && <Tag color="geekblue">{say('here')}</Tag>}
              {statedIn !== undefined && <div className="muted">{say('changedIn', { count: statedIn })}</div>}
            </>
          ),
        },
        {
          title: say('mayChange'),
          width: 170,
          render: (_, { parameter, above }) => (
            <Changeable parameter={parameter} above={above} locality={policy.locality} titleOf={titleOf} />
          ),
        },
        {
          key: 'act',
          width: 110,
          render: (_, { name, parameter }) =>
            change &&
            parameter.change !== 'fixed' && (
              <Button
                size="small"
                icon={<EditOutlined />}
                aria-label={say('changeTitle', { name: parameter.title })}
                onClick={() => change(name)}
              >
                {say('change')}
              </Button>
            ),
        },
      ]}
    />
  );
}

/** Where a value comes from; an assumption is marked, since somebody has to confirm it. */
function Source({ source }: { source: string }) {
  const say = usePolicyWords();
  if (source !== 'A') return <span className="long">{source}</span>;
  return (
    <Tooltip title={say('assumptionHint')}>
      <Tag color="gold">{say('assumption')}</Tag>
    </Tooltip>
  );
}

interface ChangeableProps {
  parameter: Parameter;
  above: Parameter | undefined;
  locality: string;
  titleOf: (locality: string) => string;
}

/** Whether, in which direction and how far a parameter may be changed here. */
function Changeable({ parameter: { change, bounds, unit }, above, locality, titleOf }: ChangeableProps) {
  const say = usePolicyWords();
  const sayValue = useSayValue();
  if (change === 'fixed') return <span className="faint">{say('fixed')}</span>;
  const { min, max } = bounds;
  const limits = (min !== undefined || max !== undefined) && (
    <div className="muted">{say('range', { min: min ?? '…', max: max ?? '…' })}</div>
  );
  if (change === 'free') {
    return (
      <>
        {say('free')}
        {limits}
      </>
    );
  }
  const { allowed, exceptIn = [] } = change;
  const bound = above && sayValue(above.value, unit);
  return (
    <>
      {say(allowed)}
      {bound !== undefined && (
        <div className="muted">{say(allowed === 'raise' ? 'floor' : 'ceiling', { value: bound })}</div>
      )}
      {exceptIn.length > 0 && (
        <div className="muted">
          {exceptIn.includes(locality)
            ? say('exceptHere')
            : say('except', { places: exceptIn.map(titleOf).join('、') })}
        </div>
      )}
      {limits}
    </>
  );
}
