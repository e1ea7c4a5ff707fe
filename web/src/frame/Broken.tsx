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
      title={<h1 className="result-title">{say('broken')}</h1>}
      subTitle={error instanceof Error ? error.message : undefined}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {say('reload')}
        </Button>
      }
    />
  );
}
