import { createTransport } from 'nodemailer';

/** One e-mail; `id` is the same for every attempt, so that a mailbox that has it already can tell. */
export interface Mail {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  urgent: boolean;
}

export interface Mailer {
  /** @throws MailRefused when the server will never take it, another error when it may later */
  send(mail: Mail): Promise<string>;
  close(): void;
}

/** The server has refused the message for good: the address does not exist, or the like. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 } as const;

/** Sends by SMTP, over a few connections that are kept open. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({ url, pool: true, maxConnections: 2, ...patience } as object, { from });
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'zhengzhi';
  return {
    send: async ({ id, to, subject, text, html, urgent }) => {
      try {
        const { response } = (await transport.sendMail({
          to,
          subject,
          text,
          html,
          messageId: `<${id}@${domain}>`,
          ...(urgent && { priority: 'high' as const }),
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Zhengzhi-Id': id },
          // Nothing of a message is ever fetched from somewhere.
          disableFileAccess: true,
          disableUrlAccess: true,
        })) as { response: string };
        return response;
      } catch (error) {
        const { code, responseCode } = error as { code?: string; responseCode?: number };
        const forGood = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH';
        throw forGood ? new MailRefused((error as Error).message, { cause: error }) : error;
      }
    },
    close: () => transport.close(),
  };
}
