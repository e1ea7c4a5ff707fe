import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Table } from 'antd';
import { type Answer, call, callWithTag } from '../../../api/client.ts';
import { Facts } from '../../../parts/Facts.tsx';
import { FileImport } from '../../../parts/files/FileImport.tsx';
import { RowErrors } from '../../../parts/files/RowErrors.tsx';
import { TemplateLinks } from '../../../parts/files/TemplateLinks.tsx';
import { formOf, useFileImport } from '../../../parts/files/useFileImport.ts';
import { useCampaignWords } from './words.ts';

type Report = Answer<'importPaperCasesFile'>;

/** Takes over cases that are under way on paper: a dry run says what each will look like. */
export function PaperCases({ id }: { id: string }) {
  const say = useCampaignWords();
  const client = useQueryClient();
  const coming = useFileImport<Report>({
    send: async (chosen, dryRun) => {
      const { etag } = await callWithTag('getCampaign', { path: { id } });
      return await call(
        'importPaperCasesFile',
        { path: { id }, query: dryRun ? { dryRun: 'true' } : {} },
        { upload: formOf(chosen), ...(etag !== undefined && { ifMatch: etag }) },
      );
    },
    written: () => client.invalidateQueries({ queryKey: ['getCampaign'] }),
  });
  const { report, done, writing, write } = coming;
  const errors = (report?.rows ?? []).flatMap(({ line, errors: each }) =>
    each.map(({ column, detail }) => ({ line, column, detail })),
  );
  return (
    <div className="stack">
      <p style={{ margin: 0 }}>{say('paperLead')}</p>
      <p className="faint" style={{ margin: 0 }}>
        {say('paperColumns')} <TemplateLinks operation="getPaperCasesTemplate" />
      </p>
      <FileImport of={coming}>
        {done && <Alert type="success" showIcon role="status" title={say('imported', { count: done.valid })} />}
      </FileImport>
      {report && !done && (
        <>
          <Facts
            facts={[
              { name: say('valid'), value: report.valid },
              { name: say('invalid'), value: report.invalid },
            ]}
          />
          <RowErrors errors={errors} />
          {report.valid > 0 && (
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
                  render: (_, { stageTitle }) => stageTitle ?? '–',
                },
                { title: say('steps'), dataIndex: 'steps', align: 'right' },
              ]}
            />
          )}
          {report.invalid === 0 && report.valid > 0 && (
            <div>
              <Button type="primary" loading={writing} onClick={write}>
                {say('importRows', { count: report.valid })}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  );
}
