import { until } from '../../support/until.ts';

export interface Heard {
  event: string;
  id: string | undefined;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers as they come
  data: any;
}

export interface Listening {
  status: number;
  headers: Headers;
  heard: Heard[];
  /** Set once the server has ended the stream, or the connection broke. */
  ended: () => boolean;
  /** Waits until the server has sent something, so that nothing that happens from now on is missed. */
  open: () => Promise<void>;
  leave: () => void;
}

/** Listens to server-sent events. */
export async function listen(url: string, headers: Record<string, string>): Promise<Listening> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  const heard: Heard[] = [];
  let ended = false;
  let begun = false;
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      begun = true;
      const blocks = (rest + Buffer.from(chunk).toString('utf8')).split('\n\n');
      rest = blocks.pop() ?? '';
      heard.push(...blocks.flatMap(parse));
    }
  };
  void read()
    .catch(() => undefined)
    .finally(() => {
      ended = true;
    });
  return {
    status: response.status,
    headers: response.headers,
    heard,
    ended: () => ended,
    open: () => until(() => begun),
    leave: () => controller.abort(),
  };
}

function parse(block: string): Heard[] {
  const fields = new Map(
    block.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf(': ');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 2)]] : [];
    }),
  );
  const [event, data] = [fields.get('event'), fields.get('data')];
  return event === undefined || data === undefined ? [] : [{ event, id: fields.get('id'), data: JSON.parse(data) }];
}
