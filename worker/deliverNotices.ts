import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { type DeliveryLoop, startDelivery } from '../activities/notices/deliveryLoop.ts';
import { smtpMailer } from '../activities/notices/mailer.ts';
import { discoverProcedures } from '../api/procedures/registry.ts';
import { type Config, type Space, spaces } from '../config.ts';

/** Delivers the notices of both spaces, beside the workers, until it is stopped. */
export async function deliverNotices(
  config: Config,
  databases: Record<Space, Connection>,
  logger: Logger,
): Promise<DeliveryLoop> {
  const procedures = await discoverProcedures();
  const mailer = config.mail && smtpMailer(config.mail.smtpUrl, config.mail.from);
  const loops = spaces.map((space) =>
    startDelivery({
      space,
      database: databases[space],
      accountsDatabase: databases.live,
      procedures,
      publicUrl: config.publicUrl,
      allowPrivateWebhooks: config.allowPrivateWebhooks,
      logger,
      clock: () => new Date(),
      ...(mailer && { mailer }),
    }),
  );
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      mailer?.close();
    },
  };
}
