import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Spin, Table } from 'antd';
import { useState } from 'react';
import { type Answer, type ApiProblem, addressOf, call, callWithTag } from '../../../api/client.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Facts } from '../shared/Facts.tsx';
import { FileDrop, formOf } from '../shared/FileDrop.tsx';
import { RowErrors } from '../shared/RowErrors.tsx';
import { useStageTitles } from '../shared/stageTitles.ts';
import { useCampaignWords } from './words.ts';

type Report = Answer<'importPaperCasesFile'>;

/** Takes over cases that are under way on paper: a dry run says what each will look like. */
export function PaperCases({ id }: { id: string }) {
  const say = useCampaignWords();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const send = async (chosen: File, dry: boolean) => {
    const { etag } = await callWithTag('getCampaign', { path: { id } });
    return await call(
      'importPaperCasesFile',
      { path: { id }, query: dry ? { dryRun: 'true' } : {} },
      { upload: formOf(chosen), ...(etag !== undefined && { ifMatch: etag }) },
    );
  };
  const check = useMutation<Report, ApiProblem, File>({ mutationFn: (chosen) => send(chosen, true) });
  const write = useMutation<Report, ApiProblem, File>({
    mutationFn: (chosen) => send(chosen, false),
    onSuccess: () => client.invalidateQueries({ queryKey: ['getCampaign'] }),
  });
  const report = check.data;
  const titles = useStageTitles((report?.rows ?? []).flatMap(({ stage }) => stage ?? []));
  const errors = (report?.rows ?? []).flatMap(({ line, errors: each }) =>
    each.map(({ column, detail }) => ({ line, column, detail })),
  );
  return (
    <div className="stack">
      <p style={{ margin: 0 }}>{say('paperLead')}</p>
      <p className="faint" style={{ margin: 0 }}>
        {say('paperColumns')}{' '}
        <a href={addressOf('getPaperCasesTemplate', { query: { format: 'xlsx' } })}>{say('paperTemplate')} XLSX</a>
        {' · '}
        <a href={addressOf('getPaperCasesTemplate', { query: { format: 'csv' } })}>CSV</a>
      </p>
      <FileDrop
        file={file}
        disabled={check.isPending || write.isPending}
        choose={(chosen) => {
          setFile(chosen);
          write.reset();
          check.mutate(chosen);
        }}
      />
      {check.isPending && (
        <div role="status">
          <Spin size="small" /> {say('checking')}
        </div>
      )}
      {check.error && <Refused problem={check.error} />}
      {write.error && <Refused problem={write.error} />}
      {write.data && (
        <Alert type="success" showIcon role="status" title={say('imported', { count: write.data.valid })} />
      )}
      {report && !write.data && (
        <>
          <Facts
            facts={[
              { name: say('valid'), value: report.valid },
              { name: say('invalid'), value: report.invalid },
            ]}
          />
          <RowErrors errors={errors} />
          <Table<Report['rows'][number]>
            size="small"
            rowKey="line"
            dataSource={report.rows.filter((row) => row.errors.length === 0)}
            pagination={report.rows.length > 50 ? { pageSize: 50 } : false}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: say('line'), dataIndex: 'line', align: 'right', width: 72 },
              { title: say('compound'), dataIndex: 'compound' },
              { title: say('startedOn'), dataIndex: 'startedOn' },
              {
                title: say('willStand'),
                render: (_, { stage }) => (stage === null ? '–' : titles.stage(stage)),
              },
              { title: say('steps'), dataIndex: 'steps', align: 'right' },
            ]}
          />
          {report.invalid === 0 && report.valid > 0 && file && (
            <div>
              <Button type="primary" loading={write.isPending} onClick={() => write.mutate(file)}>
                {say('importRows', { count: report.valid })}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  );
}
