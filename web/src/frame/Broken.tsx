import { Button, Result } from 'antd';
import { useRouteError } from 'react-router';
import { useFrameWords } from './words.ts';

/** A page that failed by a fault of its own; a new release may also have taken its files away. */
export function Broken() {
  const say = useFrameWords();
  const error = useRouteError();
  return (
    <Result
      status="error"
      title={say('broken')}
      subTitle={error instanceof Error ? error.message : undefined}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {say('reload')}
        </Button>
      }
    />
  );
}
