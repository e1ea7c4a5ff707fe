import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Answer, ApiProblem } from '../../../api/client.ts';

export type Campaign = Answer<'getCampaign'>;

/** The tag that a change of the campaign has to name. */
export function tagOf({ revision }: { revision: number }): string {
  return `"${revision}"`;
}

/** An act on a draft: afterwards, and when somebody else was first, the draft is read again. */
export function useDraftAct<In, Out>(id: string, act: (input: In) => Promise<Out>, done?: (out: Out) => unknown) {
  const client = useQueryClient();
  const readAgain = () =>
    client.invalidateQueries({
      predicate: ({ queryKey: [, input] }) => (input as { path?: { id?: string } } | undefined)?.path?.id === id,
    });
  return useMutation<Out, ApiProblem, In>({
    mutationFn: act,
    onSuccess: async (out) => {
      await readAgain();
      await done?.(out);
    },
    onError: readAgain,
  });
}
