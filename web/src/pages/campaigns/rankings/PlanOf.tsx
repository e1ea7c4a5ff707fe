import { Alert, Checkbox, Input, Table } from 'antd';
import { Link } from 'react-router';
import type { PublicationPlan } from '../../../api/operations.ts';
import { Facts } from '../../../parts/Facts.tsx';
import { useCount, useText } from '../shared/text.ts';
import { useRankingWords } from './words.ts';

interface Props {
  plan: PublicationPlan;
  /** Compounds that are left out, with the reason. */
  excluded: Record<string, string>;
  exclude: (next: Record<string, string>) => void;
}

/** Who enters, whose observation fails, who receives figures. */
export function PlanOf({ plan, excluded, exclude }: Props) {
  const say = useRankingWords();
  const count = useCount();
  const text = useText();
  const { figures } = plan;
  const leave = (compound: string, out: boolean) => {
    const { [compound]: _, ...others } = excluded;
    exclude(out ? { ...others, [compound]: '' } : others);
  };
  return (
    <>
      <Facts
        facts={[
          { name: say('figuresAdded'), value: count(figures.added) },
          { name: say('figuresChanged'), value: count(figures.changed) },
          { name: say('figuresUnchanged'), value: count(figures.unchanged) },
          { name: say('figuresWithdrawn'), value: count(figures.withdrawn) },
          { name: say('cases'), value: count(plan.cases.length) },
        ]}
      />
      <h3 className="section-title">{say('entering', { count: plan.entering.length })}</h3>
      {plan.entering.length === 0 ? (
        <p className="faint">{say('enteringNone')}</p>
      ) : (
        <Table<PublicationPlan['entering'][number]>
          size="small"
          rowKey="compound"
          dataSource={plan.entering}
          pagination={plan.entering.length > 50 ? { pageSize: 50 } : false}
          scroll={{ x: 'max-content' }}
          columns={[
            {
              title: say('compound'),
              render: (_, { compound, name }) => (
                <>
                  {name} <span className="faint">{compound}</span>
                </>
              ),
            },
            {
              title: say('because'),
              render: (_, { months }) =>
                months.map(({ month, cityRank }) => say('monthRank', { month, rank: cityRank })).join('；'),
            },
            {
              title: say('intoCampaign'),
              render: (_, { campaign }) =>
                campaign === null ? say('noCampaign') : <Link to={`/campaigns/${campaign}`}>{campaign}</Link>,
            },
            {
              title: say('reopens'),
              render: (_, { reopens }) =>
                reopens === null ? '–' : <Link to={`/cases/${encodeURIComponent(reopens)}`}>{reopens}</Link>,
            },
            {
              title: say('leaveOut'),
              render: (_, { compound, name }) => (
                <span className="toolbar" style={{ flexWrap: 'nowrap', alignItems: 'center' }}>
                  <Checkbox
                    aria-label={`${say('leaveOut')}: ${name}`}
                    checked={compound in excluded}
                    onChange={({ target }) => leave(compound, target.checked)}
                  />
                  {compound in excluded && (
                    <Input
                      aria-label={`${say('reason')}: ${name}`}
                      placeholder={say('reason')}
                      value={excluded[compound]}
                      maxLength={500}
                      status={excluded[compound]?.trim() === '' ? 'error' : ''}
                      onChange={({ target }) => exclude({ ...excluded, [compound]: target.value })}
                      style={{ width: 240 }}
                    />
                  )}
                </span>
              ),
            },
          ]}
        />
      )}
      <h3 className="section-title">{say('failing', { count: plan.failing.length })}</h3>
      {plan.failing.length === 0 ? (
        <p className="faint">{say('failingNone')}</p>
      ) : (
        <Table<PublicationPlan['failing'][number]>
          size="small"
          rowKey="case"
          dataSource={plan.failing}
          pagination={false}
          scroll={{ x: 'max-content' }}
          columns={[
            {
              title: say('compound'),
              render: (_, { name, case: id }) => <Link to={`/cases/${encodeURIComponent(id)}`}>{name}</Link>,
            },
            { title: say('reason'), render: (_, { reason }) => <span className="wrap">{text(reason)}</span> },
          ]}
        />
      )}
      {plan.notTakenBack.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say('notTakenBack', { count: plan.notTakenBack.length })}
          description={
            <ul>
              {plan.notTakenBack.map(({ compound, name, case: id, what, detail }) => (
                <li key={`${compound}|${what}`}>
                  {id === null ? name : <Link to={`/cases/${encodeURIComponent(id)}`}>{name}</Link>} · {say(what)} ·{' '}
                  {text(detail)}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </>
  );
}
