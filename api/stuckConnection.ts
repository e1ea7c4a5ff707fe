import type { Connection } from '@temporalio/client';

/** How often a connection is looked at, how long an answer may take, and how many vain looks in a row are enough. */
export interface Watching {
  everyMs: number;
  patienceMs: number;
  looks: number;
}

const usual: Watching = { everyMs: 10_000, patienceMs: 5000, looks: 3 };

/**
 * Notices a connection to Temporal that leads nowhere while another one is answered. gRPC waits without end for a server that
 * took its connection and never said a word, as a proxy leaves it behind whose server died at that moment; nothing but
 * another connection helps then.
 *
 * @param fresh opens another connection
 * @param stuck is called once, and the watch is over
 * @returns ends the watch
 */
export function watchConnection(
  connection: Connection,
  fresh: () => Promise<Connection>,
  stuck: () => void,
  { everyMs, patienceMs, looks }: Watching = usual,
): () => void {
  let vain = 0;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const look = async (): Promise<void> => {
    const isLost = !(await answers(connection, patienceMs)) && (await anotherAnswers(fresh));
    vain = isLost ? vain + 1 : 0;
    if (isOver) return;
    if (vain >= looks) stuck();
    else again();
  };
  const again = (): void => {
    timer = setTimeout(() => void look(), everyMs).unref();
  };
  again();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

async function answers(connection: Connection, patienceMs: number): Promise<boolean> {
  return await connection
    .withDeadline(Date.now() + patienceMs, () => connection.workflowService.getSystemInfo({}))
    .then(
      () => true,
      () => false,
    );
}

/** Connecting asks the server for its version, so that a connection is one that was answered. */
async function anotherAnswers(fresh: () => Promise<Connection>): Promise<boolean> {
  return await fresh().then(
    async (other) => {
      await other.close();
      return true;
    },
    () => false,
  );
}
