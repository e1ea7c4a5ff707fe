import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { addressOf, type OperationId } from '../../api/client.ts';
import { useFileWords } from './words.ts';

/** Empty files to fill in, with what each column means. */
export function TemplateLinks({ operation }: { operation: OperationId }) {
  const say = useFileWords();
  return ['xlsx', 'csv'].map((format) => (
    <Button key={format} size="small" icon={<DownloadOutlined />} href={addressOf(operation, { query: { format } })}>
      {say('template')} {format.toUpperCase()}
    </Button>
  ));
}
