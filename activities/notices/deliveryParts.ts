import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Space } from '../../domain/case/caseView.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import { type CaseModels, caseModels } from '../../models/caseModels.ts';
import { type NoticeModels, noticeModels, type ReachModels, reachModels } from '../../models/notices.ts';
import { type AccountModels, accountModels } from '../../models/users.ts';
import type { Mailer } from './mailer.ts';

/** What is given to the delivery of one space. */
export interface DeliveryGiven {
  space: Space;
  /** The space's own database. */
  database: Connection;
  /** The database of the live space, where accounts are. */
  accountsDatabase: Connection;
  procedures: { get(kind: string): Procedure | undefined };
  /** Where people open a case, without a slash at the end. */
  publicUrl: string;
  /** Absent where no mail server is configured: then there is no e-mail. */
  mailer?: Mailer;
  allowPrivateWebhooks: boolean;
  logger: Logger;
  /** The wall clock. */
  clock: () => Date;
}

export interface DeliveryParts extends DeliveryGiven {
  cases: CaseModels;
  notices: NoticeModels;
  accounts: AccountModels;
  reach: ReachModels;
}

export function deliveryParts(given: DeliveryGiven): DeliveryParts {
  return {
    ...given,
    cases: caseModels(given.database),
    notices: noticeModels(given.database),
    accounts: accountModels(given.accountsDatabase),
    reach: reachModels(given.accountsDatabase),
  };
}
