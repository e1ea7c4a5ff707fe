import { FileSearchOutlined } from '@ant-design/icons';
import { Button, Result } from 'antd';
import { Link } from 'react-router';
import { useFrameWords } from './words.ts';

export function NotFound() {
  const say = useFrameWords();
  return (
    <Result
      status="info"
      icon={<FileSearchOutlined />}
      title={<h1 className="result-title">{say('notFound')}</h1>}
      subTitle={say('notFoundHint')}
      extra={
        <Link to="/">
          <Button type="primary">{say('home')}</Button>
        </Link>
      }
    />
  );
}
