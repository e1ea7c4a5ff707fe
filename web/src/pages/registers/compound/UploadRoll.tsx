import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Space, Table } from 'antd';
import { useState } from 'react';
import { type Answer, call } from '../../../api/client.ts';
import { useToday } from '../../../parts/days.ts';
import { Facts } from '../../../parts/Facts.tsx';
import { FileImport } from '../../../parts/files/FileImport.tsx';
import { type RowError, RowErrors } from '../../../parts/files/RowErrors.tsx';
import { TemplateLinks } from '../../../parts/files/TemplateLinks.tsx';
import { formOf, useFileImport } from '../../../parts/files/useFileImport.ts';
import { areaWords } from '../values.tsx';
import { useRegisterWords } from '../words.ts';

type Report = Answer<'uploadRoll'>;

/** Hands in a roll of owners as of a day: checked first, then kept as a new version. */
export function UploadRoll({ id, close }: { id: string; close: () => void }) {
  const say = useRegisterWords();
  const client = useQueryClient();
  const today = useToday();
  const [asOf, setAsOf] = useState(today);
  const coming = useFileImport<Report>({
    send: (chosen, dryRun) =>
      call(
        'uploadRoll',
        { path: { id }, query: { asOf, dryRun: dryRun ? 'true' : 'false' } },
        { upload: formOf(chosen) },
      ),
    written: () => client.invalidateQueries({ predicate: ({ queryKey: [operation] }) => operation === 'listRolls' }),
  });
  const { report, done: kept, writing, write } = coming;
  return (
    <>
      <p className="faint">{say('rollHint')}</p>
      <Space wrap className="templates">
        <label className="as-of">
          {say('asOf')}{' '}
          <input type="date" required max={today} value={asOf} onChange={({ target }) => setAsOf(target.value)} />
        </label>
        <TemplateLinks operation="getRollTemplate" />
      </Space>
      <FileImport of={coming}>
        {kept?.roll ? (
          <>
            <Alert
              type="success"
              showIcon
              role="status"
              title={say(kept.stored === 'same' ? 'rollSame' : 'rollStored', { version: kept.roll.version })}
            />
            <div className="form-actions">
              <Button type="primary" onClick={close}>
                {say('done')}
              </Button>
            </div>
          </>
        ) : (
          report && (
            <>
              <Facts
                facts={[
                  { name: say('rows'), value: report.rows },
                  { name: say('heads'), value: report.heads },
                  { name: say('area'), value: say('squareMetres', { value: areaWords(report.area) }) },
                  { name: say('buildings'), value: report.buildings.length },
                  { name: say('errors'), value: report.errorCount, bad: report.errorCount > 0 },
                ]}
              />
              <RowErrors errors={report.errors} count={report.errorCount} />
              {report.warningCount > 0 && <Warnings warnings={report.warnings} />}
              <div className="form-actions">
                <Button
                  type="primary"
                  disabled={report.errorCount > 0 || report.rows === 0 || asOf === ''}
                  loading={writing}
                  onClick={write}
                >
                  {say('confirmRoll')}
                </Button>
              </div>
            </>
          )
        )}
      </FileImport>
    </>
  );
}

function Warnings({ warnings }: { warnings: readonly RowError[] }) {
  const say = useRegisterWords();
  return (
    <>
      <h3>{say('warnings')}</h3>
      <Table<RowError>
        rowKey={({ line, detail }) => `${line}|${detail}`}
        size="small"
        dataSource={warnings}
        pagination={warnings.length > 50 && { pageSize: 50, showSizeChanger: false }}
        columns={[
          { title: say('line'), dataIndex: 'line', align: 'right', width: 70 },
          { title: say('problem'), dataIndex: 'detail' },
        ]}
      />
    </>
  );
}
