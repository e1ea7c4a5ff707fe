import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** An account of the sample, signed in to the rehearsal space, as any client of the API would be. */
export class DemoClient {
  private readonly base: string;
  private readonly password: string;
  private readonly tokens = new Map<string, string>();

  constructor(base: string, password: string) {
    this.base = base;
    this.password = password;
  }

  /** Calls as an account. @throws Error with the problem's title when it is refused */
  async call<T>(account: string, line: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const [method = 'GET', path = '/'] = line.split(' ', 2);
    const isFile = typeof body === 'string';
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.token(account)}`,
        'accept-language': 'en',
        'idempotency-key': randomUUID(),
        ...(body !== undefined && { 'content-type': isFile ? 'text/csv' : 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${line} as ${account}: ${response.status} ${text.slice(0, 500)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** Asks until the answer is as wanted. */
  async until<T>(account: string, line: string, wanted: (answer: T) => boolean, everyMs = 500): Promise<T> {
    for (;;) {
      const answer = await this.call<T>(account, line);
      if (wanted(answer)) return answer;
      await pause(everyMs);
    }
  }

  private async token(username: string): Promise<string> {
    const known = this.tokens.get(username);
    if (known !== undefined) return known;
    const response = await fetch(`${this.base}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: this.password, space: 'rehearsal' }),
    });
    if (!response.ok) throw new Error(`${username} cannot sign in: ${await response.text()}`);
    const { token } = (await response.json()) as { token: string };
    this.tokens.set(username, token);
    return token;
  }
}
