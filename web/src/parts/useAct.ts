import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Answer, type ApiProblem, type CallInput, type OperationId, read } from '../api/client.ts';

/**
 * An act on a case. A repeat of the same act keeps its idempotency key, also after a reload: when nobody knows whether the
 * first was accepted, repeating it does no harm.
 *
 * @param name tells apart what can be under way at the same time
 */
export function useAct<O extends OperationId>(
  operation: O,
  name: string,
  done: (answer: Answer<O>) => void = () => undefined,
) {
  const client = useQueryClient();
  return useMutation<Answer<O>, ApiProblem, CallInput<O>>({
    mutationFn: async (input) => {
      const key = keyFor(`${operation} ${name}`, JSON.stringify(input));
      return (await read(operation, input as Record<string, never>, { idempotencyKey: key })).body as Answer<O>;
    },
    onSuccess: async (answer) => {
      forget(`${operation} ${name}`);
      done(answer);
      await client.invalidateQueries();
    },
    onError: ({ code }) => {
      // Somebody was faster, or the page is behind: what is shown has to be read anew.
      if (code === 'already-decided' || code === 'stage-not-open' || code === 'case-closed')
        void client.invalidateQueries();
    },
  });
}

interface Sent {
  body: string;
  key: string;
}

const storageKey = (act: string) => `zhengzhi.sent.${act}`;

function keyFor(act: string, body: string): string {
  const kept = sessionStorage.getItem(storageKey(act));
  const sent = kept === null ? undefined : (JSON.parse(kept) as Sent);
  if (sent?.body === body) return sent.key;
  const next: Sent = { body, key: crypto.randomUUID() };
  sessionStorage.setItem(storageKey(act), JSON.stringify(next));
  return next.key;
}

function forget(act: string): void {
  sessionStorage.removeItem(storageKey(act));
}
