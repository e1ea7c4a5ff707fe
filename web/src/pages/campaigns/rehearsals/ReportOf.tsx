import { Alert, Collapse, Table } from 'antd';
import type { Answer } from '../../../api/client.ts';
import type { RehearsalReport, RehearsalSensitivity } from '../../../api/operations.ts';
import { Facts } from '../../../parts/Facts.tsx';
import { useOffices } from '../../../parts/offices.ts';
import '../shared/shared.css';
import { useCount, useText } from '../shared/text.ts';
import { LoadTable } from './LoadTable.tsx';
import './rehearsals.css';
import { Returns } from './Returns.tsx';
import { useRehearsalWords } from './words.ts';

interface Props {
  report: RehearsalReport;
  returned: Answer<'getRehearsal'>['returned'];
  sensitivity: RehearsalSensitivity | null;
}

/** What a rehearsal came to: when cases close, who is overrun, what is missed, what matters most. */
export function ReportOf({ report, returned, sensitivity }: Props) {
  const say = useRehearsalWords();
  const count = useCount();
  const beyond = say('beyond', { day: report.endOn });
  return (
    <div className="stack">
      <Facts
        facts={[
          { name: say('medianFinish'), value: report.medianFinish ?? beyond },
          { name: say('finish90'), value: report.finish90 ?? beyond },
          { name: say('finished'), value: say('of', { done: count(report.finished), all: count(report.cases) }) },
          { name: say('missedTotal'), value: count(report.missed.total) },
          { name: say('signOffs'), value: count(report.signOffs) },
          { name: say('relapses'), value: count(report.relapses) },
        ]}
      />
      {report.failures.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={say('failuresTitle')}
          description={report.failures.map(({ compound, reason }) => `${compound}: ${reason}`).join('；')}
        />
      )}
      <Finishes report={report} />
      <LoadTable report={report} />
      <Missed report={report} />
      <Ladder report={report} />
      {sensitivity && <Sensitivity sensitivity={sensitivity} />}
      <Returns rows={returned} />
      <Collapse
        items={[
          {
            key: 'compounds',
            label: say('compoundsTitle', { count: report.compounds.length }),
            children: <Compounds report={report} />,
          },
        ]}
      />
      <p className="faint" style={{ margin: 0 }}>
        {say('fingerprint')} <code>{report.fingerprint.slice(0, 16)}</code> · {say('fingerprintHint')}
      </p>
    </div>
  );
}

function Finishes({ report: { finishes } }: { report: RehearsalReport }) {
  const say = useRehearsalWords();
  const most = Math.max(1, ...finishes.map(({ cases }) => cases));
  if (finishes.length === 0) return null;
  return (
    <section aria-labelledby="finishes-title">
      <h2 id="finishes-title" className="section-title">
        {say('finishesTitle')}
      </h2>
      <ol className="finishes">
        {finishes.map(({ week, cases }) => (
          <li key={week}>
            <span className="num">{week}</span>
            <span className="bar" style={{ inlineSize: `${(cases / most) * 100}%` }} aria-hidden />
            <strong className="num">{cases}</strong>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Missed({ report: { missed } }: { report: RehearsalReport }) {
  const say = useRehearsalWords();
  const { titleOf: office } = useOffices();
  return (
    <section aria-labelledby="missed-title">
      <h2 id="missed-title" className="section-title">
        {say('missedTitle')}
      </h2>
      <Table<RehearsalReport['missed']['offices'][number]>
        size="small"
        rowKey="office"
        dataSource={missed.offices}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <span className="faint">{say('missedNone')}</span> }}
        columns={[
          { title: say('office'), render: (_, each) => office(each.office) },
          { title: say('total'), dataIndex: 'total', align: 'right', className: 'num' },
          { title: say('late'), dataIndex: 'late', align: 'right', className: 'num' },
          { title: say('silent'), dataIndex: 'silent', align: 'right', className: 'num' },
          { title: say('stillOpen'), dataIndex: 'open', align: 'right', className: 'num' },
        ]}
      />
    </section>
  );
}

function Ladder({ report: { ladder } }: { report: RehearsalReport }) {
  const say = useRehearsalWords();
  const { titleOf: office } = useOffices();
  const offices = [...new Set(ladder.flatMap((rung) => Object.keys(rung.offices)))].map((code) => ({
    code,
    counts: ladder.map((rung) => rung.offices[code] ?? 0),
  }));
  const sum = (counts: readonly number[]) => counts.reduce((before, each) => before + each, 0);
  offices.sort((a, b) => sum(b.counts) - sum(a.counts));
  return (
    <section aria-labelledby="ladder-title">
      <h2 id="ladder-title" className="section-title">
        {say('ladderTitle')}
      </h2>
      <p className="faint" style={{ margin: '0 0 6px' }}>
        {say('ladderLead')}
      </p>
      <Table<(typeof offices)[number]>
        size="small"
        rowKey="code"
        dataSource={offices}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <span className="faint">{say('ladderNone')}</span> }}
        columns={[
          { title: say('office'), render: (_, { code }) => office(code) },
          ...ladder.map(({ rung, total }, index) => ({
            title: `${say(rung)} (${total})`,
            align: 'right' as const,
            className: 'num',
            render: (_: unknown, { counts }: (typeof offices)[number]) => counts[index],
          })),
        ]}
      />
    </section>
  );
}

function signed(count: number): string {
  return count > 0 ? `+${count}` : String(count);
}

function Sensitivity({ sensitivity }: { sensitivity: RehearsalSensitivity }) {
  const say = useRehearsalWords();
  const text = useText();
  const shift = (days: number | null) =>
    days === null ? '–' : days === 0 ? say('noShift') : `${days > 0 ? '+' : ''}${say('days', { count: days })}`;
  return (
    <section aria-labelledby="sensitivity-title">
      <h2 id="sensitivity-title" className="section-title">
        {say('sensitivityTitle')}
      </h2>
      <p className="faint" style={{ margin: '0 0 6px' }}>
        {say('sensitivityLead')}
      </p>
      <Table<RehearsalSensitivity[number]>
        size="small"
        rowKey={({ change }) => change.en}
        dataSource={sensitivity}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('change'), render: (_, { change }) => <span className="wrap">{text(change)}</span> },
          { title: say('medianFinish'), render: (_, { medianFinish }) => medianFinish ?? '–' },
          {
            title: say('medianDays'),
            align: 'right',
            className: 'num',
            render: (_, { medianDays }) => shift(medianDays),
          },
          {
            title: say('finishedDelta'),
            align: 'right',
            className: 'num',
            render: (_, { finished }) => signed(finished),
          },
          { title: say('missedDelta'), align: 'right', className: 'num', render: (_, { missed }) => signed(missed) },
        ]}
      />
    </section>
  );
}

function Compounds({ report: { compounds, endOn } }: { report: RehearsalReport }) {
  const say = useRehearsalWords();
  return (
    <Table<RehearsalReport['compounds'][number]>
      size="small"
      rowKey="compound"
      dataSource={compounds}
      pagination={compounds.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: say('compound'), dataIndex: 'compound' },
        { title: say('finishedOn'), render: (_, { finishedOn }) => finishedOn ?? say('beyond', { day: endOn }) },
        { title: say('signOffs'), dataIndex: 'signOffs', align: 'right', className: 'num' },
        { title: say('missedTotal'), dataIndex: 'missed', align: 'right', className: 'num' },
        { title: say('relapses'), dataIndex: 'relapses', align: 'right', className: 'num' },
      ]}
    />
  );
}
