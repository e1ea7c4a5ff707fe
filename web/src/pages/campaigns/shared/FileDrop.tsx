import { FileTextOutlined } from '@ant-design/icons';
import { Upload } from 'antd';
import { useSharedWords } from './words.ts';

interface Props {
  /** What was chosen last. */
  file: File | undefined;
  choose: (file: File) => void;
  disabled?: boolean;
}

/** Where a table is dropped or chosen; nothing is sent by itself. */
export function FileDrop({ file, choose, disabled = false }: Props) {
  const say = useSharedWords();
  return (
    <Upload.Dragger
      accept=".csv,.xlsx"
      multiple={false}
      showUploadList={false}
      disabled={disabled}
      beforeUpload={(chosen) => {
        choose(chosen);
        return false;
      }}
    >
      <p className="drop-icon">
        <FileTextOutlined aria-hidden />
      </p>
      <p>{file ? say('chosen', { name: file.name }) : say('dropFile')}</p>
      <p className="faint">{say('dropHint')}</p>
    </Upload.Dragger>
  );
}

/** The file as a form, so that its name is kept. */
export function formOf(file: File): FormData {
  const form = new FormData();
  form.append('file', file, file.name);
  return form;
}
