import { Skeleton } from 'antd';
import { usePartWords } from './words.ts';

/** Keeps the room that what is loaded will take. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const say = usePartWords();
  return (
    <div aria-busy="true" aria-label={say('loading')} role="status">
      <Skeleton active title={{ width: '30%' }} paragraph={{ rows }} />
    </div>
  );
}
