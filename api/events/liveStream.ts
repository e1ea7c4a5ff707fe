import { Readable } from 'node:stream';
import type { Session } from '../endpoint.ts';
import type { Services } from '../services.ts';

const checkMilliseconds = 1000;
const heartbeatMilliseconds = 15_000;
/** A client that reads so slowly has to come again; it misses nothing. */
const unreadMax = 1_000_000;

export interface ServerEvent {
  event: string;
  id?: string;
  data: unknown;
}

/** A stream of server-sent events to one client; it ends with the session. */
export class LiveStream {
  readonly readable: Readable;
  private over = false;

  constructor({ clock, revocations }: Services, { id, actor, expiresAt, issuedAt }: Session) {
    this.readable = new Readable({ read: () => undefined });
    this.readable.push('retry: 500\n: listening\n\n');
    let lastBeat = Date.now();
    const timer = setInterval(() => {
      const isOver =
        clock() >= expiresAt || revocations.isRevoked({ jti: id, iat: issuedAt.getTime() / 1000, user: actor.id });
      if (isOver) this.end();
      else if (Date.now() - lastBeat >= heartbeatMilliseconds) {
        lastBeat = Date.now();
        this.write(': heartbeat\n\n');
      }
    }, checkMilliseconds);
    this.readable.once('close', () => clearInterval(timer));
  }

  get closed(): boolean {
    return this.over || this.readable.destroyed;
  }

  send({ event, id, data }: ServerEvent): void {
    this.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  }

  onClose(what: () => void): void {
    if (this.readable.destroyed) what();
    else this.readable.once('close', what);
  }

  end(): void {
    if (this.closed) return;
    this.over = true;
    this.readable.push(null);
  }

  private write(text: string): void {
    if (this.closed) return;
    this.readable.push(text);
    if (this.readable.readableLength > unreadMax) this.readable.destroy();
  }
}
