/** Delivers the notices of one database until it is killed: node --import tsx deliveryMain.ts URI DATABASE OFFSET */
import mongoose from 'mongoose';
import { pino } from 'pino';
import { startDelivery } from '../../../activities/notices/deliveryLoop.ts';

const [uri = '', dbName = '', offset = '0'] = process.argv.slice(2);
const database = await mongoose.createConnection(uri, { dbName, directConnection: true }).asPromise();
startDelivery({
  space: 'live',
  database,
  accountsDatabase: database,
  procedures: { get: () => undefined },
  publicUrl: 'http://localhost',
  allowPrivateWebhooks: true,
  logger: pino({ level: 'error' }),
  clock: () => new Date(Date.now() + Number(offset)),
});
