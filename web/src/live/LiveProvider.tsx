import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { addressOf, type OperationId } from '../api/client.ts';

/** The part of what a query was asked with that may name a case. */
interface Input {
  path?: { id?: string };
}

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
/** What one act changes comes within moments, and is read anew together. */
const gatherMs = 40;
/** Between two readings, however much happens. */
const pauseMs = 300;
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One stream of events per browser: what changed is read anew at once, and what changes meanwhile after a short pause. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);

  useEffect(() => {
    const waiting = new Set<string>();
    let reading = false;
    /** One reading after the other: a reading that every new event cancels would never end. */
    const readAnew = async () => {
      if (reading) return;
      reading = true;
      await wait(gatherMs);
      while (waiting.size > 0) {
        const stale = new Set(waiting);
        waiting.clear();
        await client.invalidateQueries({
          predicate: ({ queryKey: [operation, input] }) =>
            stale.has(String(operation)) || stale.has(`case ${(input as Input | undefined)?.path?.id}`),
        });
        await wait(pauseMs);
      }
      reading = false;
    };
    const source = new EventSource(addressOf('listenToEvents'));
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    for (const [event, operations] of Object.entries(staleBy)) {
      source.addEventListener(event, (message: MessageEvent<string>) => {
        for (const operation of operations) waiting.add(operation);
        const { case: id } = JSON.parse(message.data) as { case?: string };
        if (id !== undefined) waiting.add(`case ${id}`);
        void readAnew();
      });
    }
    source.addEventListener('reset', () => void client.invalidateQueries());
    return () => source.close();
  }, [client]);

  return <ConnectedContext value={connected}>{children}</ConnectedContext>;
}
