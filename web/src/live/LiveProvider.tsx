import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { addressOf, type OperationId } from '../api/client.ts';

const ConnectedContext = createContext(true);

/** Whether live events arrive. */
export function useConnected(): boolean {
  return useContext(ConnectedContext);
}

/** What has to be read anew when something happens. */
const staleBy: Record<string, readonly OperationId[]> = {
  task: ['listTasks', 'countTasks'],
  notification: ['listNotifications', 'countNotifications'],
  case: ['listCases', 'listCampaignCompounds', 'getCampaign'],
};
/** Lists are read anew at most so often, however much happens. */
const pauseMs = 300;

/** One stream of events per browser: what changed is read anew, a case at once, lists after a short pause. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  const waiting = useRef(new Set<string>());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const operations = new Set(waiting.current);
      waiting.current.clear();
      void client.invalidateQueries({ predicate: ({ queryKey }) => operations.has(String(queryKey[0])) });
    };
    const later = (operations: readonly string[]) => {
      for (const operation of operations) waiting.current.add(operation);
      timer ??= setTimeout(flush, pauseMs);
    };
    const source = new EventSource(addressOf('listenToEvents'));
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    for (const [event, operations] of Object.entries(staleBy)) {
      source.addEventListener(event, (message: MessageEvent<string>) => {
        later(operations);
        const { case: id } = JSON.parse(message.data) as { case?: string };
        if (id !== undefined) {
          void client.invalidateQueries({
            predicate: ({ queryKey: [, input] }) => (input as { path?: { id?: string } } | undefined)?.path?.id === id,
          });
        }
      });
    }
    source.addEventListener('reset', () => void client.invalidateQueries());
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client]);

  return <ConnectedContext value={connected}>{children}</ConnectedContext>;
}
