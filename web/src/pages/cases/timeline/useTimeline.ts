import { useQuery } from '@tanstack/react-query';
import { type Answer, type ApiProblem, read } from '../../../api/client.ts';

export type TimelineEvent = Answer<'listTimeline'>['items'][number];

const perPage = 1000;

/** Everything that happened to a case, oldest first; read anew whenever a live event names the case. */
export function useTimeline(id: string) {
  return useQuery<TimelineEvent[], ApiProblem>({
    queryKey: ['listTimeline', { path: { id } }],
    queryFn: async ({ signal }) => {
      const all: TimelineEvent[] = [];
      for (let after: number | null = 0; after !== null; ) {
        const { body } = await read('listTimeline', { path: { id }, query: { after, limit: perPage } }, { signal });
        const page = body as Answer<'listTimeline'>;
        all.push(...page.items);
        after = page.next;
      }
      return all;
    },
  });
}
