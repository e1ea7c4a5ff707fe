import { Button } from 'antd';
import { usePartWords } from './words.ts';

interface Props {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown; items: unknown[] };
}

/** Below a list: the rest of it, page by page. */
export function More({ list }: Props) {
  const say = usePartWords();
  if (list.items.length === 0) return null;
  return (
    <div className="more no-print">
      {list.hasNextPage ? (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {say('more')}
        </Button>
      ) : (
        say('all', { count: list.items.length })
      )}
    </div>
  );
}
