import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** How the next requests are answered; 200 and `{"errcode":0}` unless set. */
  answer: { status: number; body: string; headers?: Record<string, string> };
  /** Called with each request before it is answered. */
  meanwhile: (() => Promise<void>) | undefined;
  close(): Promise<void>;
}

/** An HTTP server that keeps what it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = {
    url: '',
    received: [],
    answer: { status: 200, body: '{"errcode":0}' },
    meanwhile: undefined,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      receiver.received.push({ path: request.url ?? '', headers: request.headers, body });
      void (receiver.meanwhile?.() ?? Promise.resolve()).then(() => {
        const { status, body: text, headers } = receiver.answer;
        response.writeHead(status, headers).end(text);
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return receiver;
}

export interface ReceivedMail {
  to: string[];
  subject: string;
  messageId: string;
  text: string;
  html: string;
}

export interface MailServer {
  url: string;
  received: ReceivedMail[];
  /** Code with which recipients are refused, if they are. */
  refusing: number | undefined;
  close(): Promise<void>;
}

/** An SMTP server that keeps what it is sent. */
export async function startMailServer(): Promise<MailServer> {
  const mails: MailServer = {
    url: '',
    received: [],
    refusing: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) => {
      if (mails.refusing === undefined) return done();
      return done(Object.assign(new Error('refused here'), { responseCode: mails.refusing }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.received.push({
          ...parsed(Buffer.concat(chunks).toString('utf8')),
          to: session.envelope.rcptTo.map(({ address }) => address),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  mails.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return mails;
}

function parsed(raw: string): Omit<ReceivedMail, 'to'> {
  const [head = ''] = raw.split('\r\n\r\n', 1);
  const header = (name: string): string =>
    new RegExp(`^${name}: (.*)$`, 'im').exec(head.replaceAll(/\r\n[ \t]+/g, ' '))?.[1] ?? '';
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? 'none';
  const parts = raw.split(`--${boundary}`);
  const part = (type: string): string => {
    const found = parts.find((each) => each.includes(`Content-Type: ${type}`)) ?? '';
    const at = found.indexOf('\r\n\r\n');
    return decoded(found.slice(at + 4), /Content-Transfer-Encoding: (\S+)/i.exec(found)?.[1] ?? '');
  };
  return {
    subject: header('subject')
      .replaceAll(/\?=\s+=\?/g, '?==?')
      .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
        decoded(text.replaceAll('_', ' '), how.toUpperCase() === 'B' ? 'base64' : 'quoted-printable'),
      ),
    messageId: header('message-id'),
    text: part('text/plain'),
    html: part('text/html'),
  };
}

function decoded(text: string, how: string): string {
  if (how === 'base64') return Buffer.from(text, 'base64').toString('utf8');
  if (how !== 'quoted-printable') return text;
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
