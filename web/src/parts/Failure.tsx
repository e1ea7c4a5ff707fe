import { DisconnectOutlined, FileSearchOutlined, LockOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { ApiProblem } from '../api/client.ts';
import { PageState } from './PageState.tsx';
import { usePartWords } from './words.ts';

interface Props {
  problem: ApiProblem;
  retry?: () => unknown;
}

function useWording(problem: ApiProblem): { title: string; hint: string } {
  const say = usePartWords();
  if (problem.code === 'offline') return { title: say('offline'), hint: say('offlineHint') };
  if (problem.status === 403) return { title: say('forbidden'), hint: problem.message || say('forbiddenHint') };
  if (problem.status === 404) return { title: say('notFound'), hint: say('notFoundHint') };
  if (problem.status >= 500) {
    const title = problem.status === 503 ? say('unavailable') : say('failed');
    return { title, hint: problem.requestId ? say('request', { id: problem.requestId }) : problem.message };
  }
  const fields = [...new Set(problem.errors.map(({ detail }) => detail))].join('；');
  return {
    title: problem.title || say('failed'),
    hint: fields || (problem.message === problem.title ? '' : problem.message),
  };
}

/** A page that could not be read: what happened, and what to do. */
export function Failure({ problem, retry }: Props) {
  const say = usePartWords();
  const { title, hint } = useWording(problem);
  const again = retry && problem.status !== 403 && problem.status !== 404;
  const Icon = problem.status === 403 ? LockOutlined : problem.status === 404 ? FileSearchOutlined : DisconnectOutlined;
  return (
    <PageState
      icon={<Icon />}
      title={title}
      hint={hint}
      act={again && <Button onClick={() => void retry()}>{say('retry')}</Button>}
    />
  );
}

/** An act that was refused: beside what was filled in, which stays. */
export function Refused({ problem, retry }: Props) {
  const say = usePartWords();
  const { title, hint } = useWording(problem);
  const shown = useRef<HTMLDivElement>(null);
  // Below a long form it would be out of sight, and the button seem to do nothing.
  useEffect(() => {
    shown.current?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  return (
    <div ref={shown} className="refused">
      <Alert
        type="error"
        showIcon
        role="alert"
        title={title}
        description={hint || undefined}
        action={
          retry && (
            <Button size="small" onClick={() => void retry()}>
              {say('retry')}
            </Button>
          )
        }
      />
    </div>
  );
}
