import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Grid, Space, Table, Tag } from 'antd';
import type { Answer } from '../../api/client.ts';
import { Facts } from '../../parts/Facts.tsx';
import { FileImport } from '../../parts/files/FileImport.tsx';
import { RowErrors } from '../../parts/files/RowErrors.tsx';
import { TemplateLinks } from '../../parts/files/TemplateLinks.tsx';
import { formOf, useFileImport } from '../../parts/files/useFileImport.ts';
import { useListing } from '../../words/listing.ts';
import { callRegister } from './entries.ts';
import type { Register } from './register.ts';
import { type RegisterWord, useRegisterWords } from './words.ts';

type Report = Answer<'importStreets'>;

interface Props {
  register: Register;
  open: boolean;
  close: () => void;
}

/** Brings a file into a register: tried first, with every error where it stands, then written in one go. */
export function ImportEntries({ register, open, close }: Props) {
  const say = useRegisterWords();
  const wide = Grid.useBreakpoint().md ?? true;
  return (
    <Drawer
      open={open}
      onClose={close}
      size={wide ? 760 : '100%'}
      title={say('importTitle', { register: say(register.name) })}
      destroyOnHidden
    >
      <Import register={register} close={close} />
    </Drawer>
  );
}

function Import({ register, close }: Omit<Props, 'open'>) {
  const say = useRegisterWords();
  const client = useQueryClient();
  const { operations } = register;
  const coming = useFileImport<Report>({
    send: (chosen, dryRun) =>
      callRegister<Report>(operations.import, { query: { dryRun } }, { upload: formOf(chosen) }),
    written: () =>
      client.invalidateQueries({
        predicate: ({ queryKey: [operation] }) => operation === operations.list || operation === operations.read,
      }),
  });
  const { report, done, writing, write } = coming;
  return (
    <>
      <p className="faint">{say('importHint')}</p>
      <Space wrap className="templates">
        <TemplateLinks operation={operations.template} />
      </Space>
      <FileImport of={coming}>
        {done ? (
          <>
            <Alert
              type="success"
              showIcon
              role="status"
              title={say('imported', { fresh: done.new, changed: done.changed })}
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
              <Trial report={report} />
              <div className="form-actions">
                <Button
                  type="primary"
                  disabled={report.errorCount > 0 || report.new + report.changed === 0}
                  loading={writing}
                  onClick={write}
                >
                  {say('confirmImport', { count: report.new + report.changed })}
                </Button>
              </div>
            </>
          )
        )}
      </FileImport>
    </>
  );
}

/** What the file would do. */
function Trial({ report }: { report: Report }) {
  const say = useRegisterWords();
  const listing = useListing();
  const { rows, new: fresh, changed, unchanged, errorCount, errors, changes } = report;
  return (
    <>
      <Facts
        facts={[
          { name: say('rows'), value: rows },
          { name: say('new'), value: fresh },
          { name: say('updates'), value: changed },
          { name: say('unchanged'), value: unchanged },
          { name: say('errors'), value: errorCount, bad: errorCount > 0 },
        ]}
      />
      <RowErrors errors={errors} count={errorCount} />
      {errorCount === 0 && fresh + changed === 0 && <Alert type="info" showIcon title={say('nothingToDo')} />}
      {changes.length > 0 && (
        <>
          <h3>{say('changes')}</h3>
          <Table<Report['changes'][number]>
            rowKey="line"
            size="small"
            dataSource={changes}
            pagination={changes.length > 50 && { pageSize: 50, showSizeChanger: false }}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: say('line'), dataIndex: 'line', align: 'right', width: 70 },
              { title: say('id'), dataIndex: 'id' },
              {
                title: say('changed'),
                render: (_, { change, fields }) =>
                  change === 'new' ? (
                    <Tag color="green">{say('new')}</Tag>
                  ) : (
                    listing(fields.map((field) => say(field as RegisterWord)))
                  ),
              },
            ]}
          />
          {changes.length < fresh + changed && <p className="faint">{say('changesMore', { shown: changes.length })}</p>}
        </>
      )}
    </>
  );
}
