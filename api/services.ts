import type { Readable } from 'node:stream';
import type { Client } from '@temporalio/client';
import type { Connection, Model } from 'mongoose';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from '../config.ts';
import type { Space } from '../domain/case/caseView.ts';
import type { CampaignModels } from '../models/campaigns.ts';
import type { CaseModels } from '../models/caseModels.ts';
import type { ClaimDocument } from '../models/claimModels.ts';
import type { CycleModels } from '../models/cycles.ts';
import type { DocumentModels } from '../models/documents.ts';
import type { EvidenceModels } from '../models/evidenceModels.ts';
import type { KeptModels } from '../models/keptVersions.ts';
import type { NoticeModels, ReachModels } from '../models/notices.ts';
import type { PolicyChangeModels } from '../models/policyChanges.ts';
import type { ComplaintModels } from '../models/rankings.ts';
import type { RegisterModels } from '../models/registers.ts';
import type { RollModels } from '../models/rolls.ts';
import type { SavedViewDocument } from '../models/savedViews.ts';
import type { SelectionModels } from '../models/selections.ts';
import type { VoteModels } from '../models/votes.ts';
import type { AuditTrail } from './auditLog/auditTrail.ts';
import type { FeedReadings } from './calendarFeeds/feedReadings.ts';
import type { TemplateShelf } from './documents/templates.ts';
import type { MigrationWatch } from './migrationWatch.ts';
import type { ChangingShelf } from './policies/changingShelf.ts';
import type { PolicyShelf } from './policies/policyShelf.ts';
import type { ProcedureRegistry } from './procedures/registry.ts';
import type { SignInAttempts } from './sessions/attempts.ts';
import type { OidcTokens } from './sessions/oidc.ts';
import type { Revocations } from './sessions/revocations.ts';
import type { SessionTokens } from './sessions/token.ts';
import type { Accounts } from './users/accounts.ts';
import type { BallotAttempts } from './votes/ballotAttempts.ts';

/** What belongs to one space alone. */
export interface SpaceServices {
  space: Space;
  database: Connection;
  temporal: Client;
  cases: CaseModels;
  registers: RegisterModels;
  /** Rolls of owners. */
  rolls: RollModels;
  /** Ballot boxes of owners' votes. */
  votes: VoteModels;
  /** Published complaint figures. */
  complaints: ComplaintModels;
  campaigns: CampaignModels;
  cycles: CycleModels;
  /** What selections were computed from. */
  selections: SelectionModels;
  claims: Model<ClaimDocument>;
  /** Lists as people saved them. */
  views: Model<SavedViewDocument>;
  /** What people are told, and what is on its way. */
  notices: NoticeModels;
  evidence: EvidenceModels;
  /** Documents as issued, and the templates they were made with. */
  documents: DocumentModels;
  /** Policies and calendars by version, as cases refer to them. */
  kept: KeptModels;
  /** The policies and calendars that hold in this space. */
  policies: PolicyShelf;
  /** The same, for those who change them or need what holds exactly now. */
  policyStore: ChangingShelf;
  policyChanges: PolicyChangeModels;
}

/** A part of the service that can be away, and how to ask. */
export interface Dependency {
  name: 'mongodb' | 'temporal';
  /** Rejects, or does not answer in time, while the part is away. */
  ping(): Promise<unknown>;
}

/** Everything the API depends on, built once in `main.ts` or in a test and passed in. */
export interface Services {
  config: Config;
  logger: Logger;
  /** The wall clock. */
  clock: () => Date;
  spaces: Record<Space, SpaceServices>;
  accounts: Accounts;
  /** How users are reached, in both spaces. */
  reach: ReachModels;
  audit: AuditTrail;
  tokens: SessionTokens;
  revocations: Revocations;
  attempts: SignInAttempts;
  /** Readings of calendar feeds, which need no session. */
  feedReadings: FeedReadings;
  /** Ballots cast with a code, which need no session. */
  ballotAttempts: BallotAttempts;
  /** Where an OpenID Connect issuer is configured. */
  oidc?: OidcTokens;
  procedures: ProcedureRegistry;
  templates: TemplateShelf;
  metrics: Registry;
  dependencies: readonly Dependency[];
  /** How the databases stand to this version. */
  migrations: MigrationWatch;
  /** Streams that last until the client leaves; they are ended when the service stops. */
  liveStreams: Set<Readable>;
  /** Tests set it: a reply that is not as its endpoint declares is an internal error. */
  checkReplies?: boolean;
}
