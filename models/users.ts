import { type Connection, type Model, Schema } from 'mongoose';
import type { Duty, Person, Post, Role } from '../domain/organisation/actor.ts';

/** A local account. Accounts belong to the deployment, not to a space: one person, one password. */
export interface UserDocument {
  /** The user name, as it is typed and as it stands on timelines. */
  _id: string;
  /** The user name in lower case: names that differ in case alone would be mixed up. */
  folded: string;
  name: string;
  /** `scrypt$N$r$p$salt$hash`; see api/users/password.ts. */
  password: string;
  role: Role;
  duties?: Duty[];
  scope: string;
  posts: Post[];
  disabled: boolean;
  /** Somebody else knows the password: only changing it is possible. */
  mustChangePassword: boolean;
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A session ended before its time, or everything issued to a user before an instant. */
export interface RevocationDocument {
  /** `session:<jti>` or `user:<user name>` */
  _id: string;
  before?: Date;
  /** When the last token it concerns has expired anyway. */
  expiresAt: Date;
}

/** Somebody acts in another's offices for some days. Belongs to the deployment, as accounts do. */
export interface SubstitutionDocument {
  _id: string;
  /** Who is away. */
  person: Person;
  /** Who acts for them. */
  substitute: Person;
  /** First and last day. */
  from: string;
  until: string;
  note?: string;
  /** Who entered it. */
  by: string;
  createdAt: Date;
}

/** The one-time token for the first administrator. */
export interface SetupTokenDocument {
  _id: 'administrator';
  hash: string;
  expiresAt: Date;
}

export interface AccountModels {
  users: Model<UserDocument>;
  revocations: Model<RevocationDocument>;
  setupTokens: Model<SetupTokenDocument>;
  substitutions: Model<SubstitutionDocument>;
}

const stringId = { strict: false, minimize: false, versionKey: false } as const;

/** Accounts and sessions, kept in the database of the live space for both. */
export function accountModels(db: Connection): AccountModels {
  const users = new Schema<UserDocument>({ _id: String }, stringId);
  users.index({ folded: 1 }, { unique: true });
  users.index({ role: 1, _id: 1 });
  users.index({ name: 1, _id: 1 });
  users.index({ 'posts.office': 1 });
  const revocations = new Schema<RevocationDocument>({ _id: String }, stringId);
  revocations.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  const setupTokens = new Schema<SetupTokenDocument>({ _id: String }, stringId);
  const substitutions = new Schema<SubstitutionDocument>({ _id: String }, stringId);
  substitutions.index({ until: -1, _id: 1 });
  substitutions.index({ 'person.id': 1, until: -1, _id: 1 });
  substitutions.index({ 'substitute.id': 1, until: -1, _id: 1 });
  return {
    substitutions: db.model<SubstitutionDocument>('Substitution', substitutions, 'substitutions'),
    users: db.model<UserDocument>('User', users, 'users'),
    revocations: db.model<RevocationDocument>('Revocation', revocations, 'revocations'),
    setupTokens: db.model<SetupTokenDocument>('SetupToken', setupTokens, 'setupTokens'),
  };
}
