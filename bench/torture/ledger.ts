import { setTimeout as pause } from 'node:timers/promises';

/** What became of a call: answered with success, refused for good, or nobody knows. */
export type Fate = 'acknowledged' | 'refused' | 'unknown';

/** One call that changes something, and what its caller was told. */
export interface Entry {
  /** Which procedure of the API, such as `comment`. */
  what: string;
  /** The case it concerns, where it is one. */
  case?: string;
  /** What is found in the case if the call had effect: the key of the act. */
  key: string;
  fate: Fate;
  /** Status and code of the answer, or the error. */
  answer: string;
}

export interface Sent {
  fate: Fate;
  answer: string;
  body: unknown;
}

/** A fault of the service that no outage excuses: an answer of 500, or of success that cannot be read. */
export class NoExcuse extends Error {}

const patienceMs = 240_000;

/**
 * Sends a call as a careful client does, until it is answered, with the same key; or once only, as a careless one.
 *
 * @throws NoExcuse
 */
export async function send(request: () => Promise<Response>, isCareful: boolean): Promise<Sent> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const sent = await once(request);
    if (sent.fate !== 'unknown' || !isCareful || Date.now() > until) return sent;
    await pause(150);
  }
}

async function once(request: () => Promise<Response>): Promise<Sent> {
  try {
    const response = await request();
    const text = await response.text();
    if (response.status === 500) throw new NoExcuse(`500 ${text}`);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const answer = `${response.status} ${(body as { code?: string } | undefined)?.code ?? ''}`.trim();
    if (response.ok) return { fate: 'acknowledged', answer, body };
    // Away, or too many at a time: it may come to something later.
    if (response.status >= 500 || response.status === 429) return { fate: 'unknown', answer, body };
    return { fate: 'refused', answer, body };
  } catch (error) {
    if (error instanceof NoExcuse) throw error;
    return { fate: 'unknown', answer: error instanceof Error ? error.message : String(error), body: undefined };
  }
}
