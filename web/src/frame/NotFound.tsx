import { FileSearchOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { PageState } from '../parts/PageState.tsx';
import { useFrameWords } from './words.ts';

export function NotFound() {
  const say = useFrameWords();
  return (
    <PageState
      icon={<FileSearchOutlined />}
      title={say('notFound')}
      hint={say('notFoundHint')}
      act={
        <Link to="/">
          <Button type="primary">{say('home')}</Button>
        </Link>
      }
    />
  );
}
