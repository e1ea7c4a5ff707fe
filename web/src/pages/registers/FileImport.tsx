import { InboxOutlined } from '@ant-design/icons';
import { Alert, Button, Spin, Statistic, Table, Upload } from 'antd';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../../api/client.ts';
import { Refused } from '../../parts/Failure.tsx';
import { useRegisterWords } from './words.ts';

export interface RowError {
  line: number;
  column?: string;
  detail: string;
}

interface Props {
  /** The file that was chosen. */
  file: File | undefined;
  choose: (file: File | undefined) => void;
  checking: boolean;
  problem: ApiProblem | null;
  children: ReactNode;
}

/** A table file is chosen, and tried at once; what came of it stands below. */
export function FileImport({ file, choose, checking, problem, children }: Props) {
  const say = useRegisterWords();
  return (
    <div className="file-import">
      {file === undefined ? (
        <Upload.Dragger
          accept=".csv,.xlsx,text/csv"
          maxCount={1}
          showUploadList={false}
          beforeUpload={(chosen) => {
            choose(chosen);
            return false;
          }}
        >
          <p className="ant-upload-drag-icon">
            <InboxOutlined />
          </p>
          <p>{say('dropFile')}</p>
          <p className="faint">{say('fileHint')}</p>
        </Upload.Dragger>
      ) : (
        <p className="chosen-file">
          <strong>{file.name}</strong>
          <Button size="small" onClick={() => choose(undefined)}>
            {say('another')}
          </Button>
        </p>
      )}
      {checking && (
        <p role="status">
          <Spin size="small" /> {say('checking')}
        </p>
      )}
      {problem && <Refused problem={problem} />}
      {children}
    </div>
  );
}

/** How many there are of what, side by side. */
export function Counts({ counts }: { counts: readonly { title: string; value: number | string; bad?: boolean }[] }) {
  return (
    <div className="counts">
      {counts.map(({ title, value, bad }) => (
        <Statistic key={title} title={title} value={value} {...(bad && { className: 'late' })} />
      ))}
    </div>
  );
}

/** The cells that cannot be read, where they stand in the file. */
export function RowErrors({ errors, count }: { errors: readonly RowError[]; count: number }) {
  const say = useRegisterWords();
  if (count === 0) return null;
  return (
    <>
      <Alert
        type="error"
        showIcon
        role="alert"
        title={count > errors.length ? say('errorsMore', { shown: errors.length, count }) : say('errorsFix', { count })}
      />
      <Table<RowError>
        rowKey={({ line, column, detail }) => `${line}|${column}|${detail}`}
        size="small"
        dataSource={errors}
        pagination={errors.length > 100 && { pageSize: 100, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('line'), dataIndex: 'line', align: 'right', width: 70 },
          { title: say('column'), dataIndex: 'column' },
          { title: say('problem'), dataIndex: 'detail', className: 'long' },
        ]}
      />
    </>
  );
}
