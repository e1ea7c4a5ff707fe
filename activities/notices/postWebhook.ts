import { lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPrivateAddress, refuseWebhookUrl } from '../../domain/notices/privateAddress.ts';
import type { WebhookRequest } from './webhookMessage.ts';

const patience = 10_000;
const answerBytes = 4096;

export interface WebhookAnswer {
  status: number;
  /** The beginning of the body. */
  body: string;
}

/**
 * Sends a request and reads the beginning of its answer. Redirects are not followed. Unless private addresses are allowed,
 * it connects only to an address that was looked up and found public, so that a name cannot point inside in between.
 *
 * @throws Error that says what went wrong in one line
 */
export async function postWebhook(
  { url, headers, body }: WebhookRequest,
  allowPrivate: boolean,
  resolve: typeof lookup = lookup,
): Promise<WebhookAnswer> {
  const refused = refuseWebhookUrl(url, allowPrivate);
  if (refused !== undefined) throw new Error(`The address ${refused.en}`);
  const send = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest;
  return await new Promise((fulfil, reject) => {
    const outgoing = send(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'Zhengzhi' },
        signal: AbortSignal.timeout(patience),
        agent: false,
        ...(!allowPrivate && { lookup: publicOnly(resolve) }),
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let length = 0;
        const finish = (): void =>
          fulfil({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk.subarray(0, answerBytes - length));
          length += chunk.length;
          if (length >= answerBytes) {
            finish();
            answer.destroy();
          }
        });
        answer.once('end', finish);
        answer.once('error', reject);
      },
    );
    outgoing.once('error', (error: Error) => {
      reject(error.name === 'AbortError' ? new Error(`No answer within ${patience / 1000} seconds`) : error);
    });
    outgoing.end(body);
  });
}

function publicOnly(resolve: typeof lookup): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '');
      const inside = addresses.find(({ address }) => isPrivateAddress(address));
      if (inside) return done(new Error(`${hostname} is not a public address (${inside.address})`), '');
      const [first] = addresses;
      return options.all ? done(null, addresses) : done(null, first?.address ?? '', first?.family);
    });
  };
}
