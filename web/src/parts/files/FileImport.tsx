import { InboxOutlined } from '@ant-design/icons';
import { Button, Spin, Upload } from 'antd';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../../api/client.ts';
import { Refused } from '../Failure.tsx';
import './files.css';
import { useFileWords } from './words.ts';

interface Props {
  /** As `useFileImport` holds it. */
  of: {
    file: File | undefined;
    choose: (file: File) => void;
    checking: boolean;
    problem: ApiProblem | null;
  };
  children: ReactNode;
}

/** Where a table file is dropped or chosen; what came of trying it stands below. */
export function FileImport({ of: { file, choose, checking, problem }, children }: Props) {
  const say = useFileWords();
  const choosing = {
    accept: '.csv,.xlsx,text/csv',
    maxCount: 1,
    showUploadList: false,
    // Nothing is sent by itself.
    beforeUpload: (chosen: File) => {
      choose(chosen);
      return false;
    },
  };
  return (
    <div className="file-import">
      {file === undefined ? (
        <Upload.Dragger {...choosing}>
          <p className="ant-upload-drag-icon">
            <InboxOutlined aria-hidden />
          </p>
          <p>{say('dropFile')}</p>
          <p className="faint">{say('dropHint')}</p>
        </Upload.Dragger>
      ) : (
        <div className="chosen-file">
          <strong>{file.name}</strong>
          <Upload {...choosing}>
            <Button size="small">{say('another')}</Button>
          </Upload>
        </div>
      )}
      {checking && (
        <div role="status">
          <Spin size="small" /> {say('checking')}
        </div>
      )}
      {problem && <Refused problem={problem} />}
      {children}
    </div>
  );
}
