import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Space, Table } from 'antd';
import { useState } from 'react';
import { type Answer, type ApiProblem, addressOf, call } from '../../../api/client.ts';
import { useToday } from '../../../parts/days.ts';
import { Counts, FileImport, type RowError, RowErrors } from '../FileImport.tsx';
import { formOf } from '../ImportEntries.tsx';
import { areaWords } from '../values.tsx';
import { useRegisterWords } from '../words.ts';

type Report = Answer<'uploadRoll'>;

/** Hands in a roll of owners as of a day: checked first, then kept as a new version. */
export function UploadRoll({ id, close }: { id: string; close: () => void }) {
  const say = useRegisterWords();
  const client = useQueryClient();
  const today = useToday();
  const [asOf, setAsOf] = useState(today);
  const [file, setFile] = useState<File>();
  const send = async (chosen: File, dryRun: 'true' | 'false') =>
    await call('uploadRoll', { path: { id }, query: { asOf, dryRun } }, { upload: formOf(chosen) });
  const trial = useMutation<Report, ApiProblem, File>({ mutationFn: (chosen) => send(chosen, 'true') });
  const commit = useMutation<Report, ApiProblem, File>({
    mutationFn: (chosen) => send(chosen, 'false'),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey: [operation] }) => operation === 'listRolls' }),
  });
  const choose = (chosen: File | undefined) => {
    trial.reset();
    commit.reset();
    setFile(chosen);
    if (chosen) trial.mutate(chosen);
  };
  const report = trial.data;
  const kept = commit.data;
  return (
    <>
      <p className="faint">{say('rollHint')}</p>
      <Space wrap className="templates">
        <label className="as-of">
          {say('asOf')}{' '}
          <input type="date" required max={today} value={asOf} onChange={({ target }) => setAsOf(target.value)} />
        </label>
        {['xlsx', 'csv'].map((format) => (
          <Button
            key={format}
            size="small"
            icon={<DownloadOutlined />}
            href={addressOf('getRollTemplate', { query: { format } })}
          >
            {say('template')} {format.toUpperCase()}
          </Button>
        ))}
      </Space>
      <FileImport file={file} choose={choose} checking={trial.isPending} problem={commit.error ?? trial.error}>
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
              <Counts
                counts={[
                  { title: say('rows'), value: report.rows },
                  { title: say('heads'), value: report.heads },
                  { title: say('area'), value: say('squareMetres', { value: areaWords(report.area) }) },
                  { title: say('buildings'), value: report.buildings.length },
                  { title: say('errors'), value: report.errorCount, bad: report.errorCount > 0 },
                ]}
              />
              <RowErrors errors={report.errors} count={report.errorCount} />
              {report.warningCount > 0 && <Warnings warnings={report.warnings} />}
              <div className="form-actions">
                <Button
                  type="primary"
                  disabled={report.errorCount > 0 || report.rows === 0 || asOf === ''}
                  loading={commit.isPending}
                  onClick={() => file && commit.mutate(file)}
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
