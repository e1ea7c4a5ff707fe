import { CloseCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRouteError } from 'react-router';
import { PageState } from '../parts/PageState.tsx';
import { useFrameWords } from './words.ts';

/** A page that failed by a fault of its own; a new release may also have taken its files away. */
export function Broken() {
  const say = useFrameWords();
  const error = useRouteError();
  return (
    <PageState
      icon={<CloseCircleOutlined />}
      title={say('broken')}
      hint={error instanceof Error ? error.message : undefined}
      act={
        <Button type="primary" onClick={() => location.reload()}>
          {say('reload')}
        </Button>
      }
    />
  );
}
