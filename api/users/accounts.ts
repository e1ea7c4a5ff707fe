import { type ClientSession, type Connection, mongo } from 'mongoose';
import type { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { Refusal } from '../../domain/errors.ts';
import { type Actor, type HeldPost, mostPosts } from '../../domain/organisation/actor.ts';
import { covers } from '../../domain/organisation/scope.ts';
import type { AuditEntry, AuditLog } from '../../models/auditLog.ts';
import { type AccountModels, accountModels, type SubstitutionDocument, type UserDocument } from '../../models/users.ts';
import { hashPassword } from './password.ts';
import { actorOf, type userFields } from './userView.ts';

export type UserFields = z.infer<z.ZodObject<typeof userFields>>;

const duplicateKey = 11_000;

/** The local accounts; every change of one is in the audit log or did not happen. */
export class Accounts {
  readonly models: AccountModels;
  private readonly db: Connection;
  private readonly audit: AuditLog;
  private readonly clock: () => Date;

  constructor(db: Connection, audit: AuditLog, clock: () => Date) {
    this.models = accountModels(db);
    this.db = db;
    this.audit = audit;
    this.clock = clock;
  }

  /** The account of that name; capitals make no difference, since phones put them where they like. */
  async find(username: string): Promise<UserDocument | null> {
    return await this.models.users.findOne({ folded: username.toLowerCase() }).lean<UserDocument>();
  }

  /** @throws Refusal not-found */
  async get(username: string): Promise<UserDocument> {
    const user = await this.find(username);
    if (!user) throw new Refusal('not-found', { zh: `没有用户 ${username}`, en: `There is no user ${username}` });
    return user;
  }

  /** Who a user is in a session: with the posts of those they stand in for, now or on a later day. */
  async actorOf(user: UserDocument): Promise<Actor> {
    const own = actorOf(user);
    if (user.role !== 'reviewer') return own;
    const substitutions = await this.substitutionsFrom({ 'substitute.id': user._id });
    const people = await this.models.users
      .find({ _id: { $in: substitutions.map(({ person }) => person.id) }, role: 'reviewer', disabled: false })
      .lean<UserDocument[]>();
    const posts = substitutions.flatMap(({ person, from, until }): HeldPost[] => {
      const absent = people.find(({ _id }) => _id === person.id);
      return (absent?.posts ?? []).map((post) => ({ ...post, for: person, from, until }));
    });
    return { ...own, posts: [...own.posts, ...posts].slice(0, mostPosts) };
  }

  /** The substitutions that hold today or on a later day; the nearest first. */
  async substitutionsFrom(filter: Record<string, unknown>): Promise<SubstitutionDocument[]> {
    return await this.models.substitutions
      .find({ ...filter, until: { $gte: dayOf(this.clock().toISOString()) } })
      .sort({ from: 1, _id: 1 })
      .lean<SubstitutionDocument[]>();
  }

  /** @throws Refusal duplicate-id */
  async create(
    username: string,
    fields: UserFields,
    password: string,
    by: AuditActor,
    { mustChangePassword = true }: { mustChangePassword?: boolean } = {},
  ): Promise<UserDocument> {
    const now = this.clock();
    const user: UserDocument = {
      _id: username,
      folded: username.toLowerCase(),
      ...plain(fields),
      password: await hashPassword(password),
      disabled: false,
      mustChangePassword,
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    try {
      await this.audited({ what: 'userCreated', subject: username, ...by }, async (session) => {
        await this.models.users.collection.insertOne({ ...user } as never, { session });
      });
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === duplicateKey) {
        throw new Refusal('duplicate-id', { zh: `已有用户 ${username}`, en: `There is already a user ${username}` });
      }
      throw error;
    }
    return user;
  }

  /**
   * Changes an account that is still at the revision read.
   * @throws Refusal revision-conflict
   */
  async change(
    user: Pick<UserDocument, '_id' | 'revision'>,
    fields: Partial<UserFields> & { disabled?: boolean; mustChangePassword?: boolean; password?: string },
    what: 'userChanged' | 'passwordSet',
    by: AuditActor,
  ): Promise<UserDocument> {
    const { password, ...rest } = plain(fields);
    const hash = password === undefined ? {} : { password: await hashPassword(password) };
    let changed: UserDocument | null = null;
    await this.audited({ what, subject: user._id, ...by }, async (session) => {
      changed = await this.models.users
        .findOneAndUpdate(
          { _id: user._id, revision: user.revision },
          { $set: { ...rest, ...hash, updatedAt: this.clock() }, $inc: { revision: 1 } },
          { returnDocument: 'after', session },
        )
        .lean<UserDocument>();
      if (!changed)
        throw new Refusal('revision-conflict', {
          zh: '该用户刚被他人修改，请重新读取',
          en: 'Somebody changed the user at the same time; read it again',
        });
    });
    if (!changed) throw new Refusal('revision-conflict');
    return changed;
  }

  /** Records in the audit log and changes something in one transaction. */
  async audited(entry: Omit<AuditEntry, 'at'>, change: (session: ClientSession) => Promise<void>): Promise<void> {
    await this.db.transaction(async (session) => {
      await change(session);
      await this.audit.append({ at: this.clock(), ...entry }, session);
    });
  }
}

/** Who did it, for the audit log. */
export type AuditActor = Pick<AuditEntry, 'actor' | 'address' | 'requestId' | 'space' | 'operation'>;

/** An administrator gives nothing away that is outside of their own scope. @throws Refusal forbidden */
export function requireWithinScope(actor: Actor, { scope, posts }: Pick<UserFields, 'scope' | 'posts'>): void {
  const outside = [scope, ...posts.map((post) => post.scope)].find((each) => !covers(actor.scope, each));
  if (outside !== undefined)
    throw new Refusal('forbidden', {
      zh: `${outside} 不在您的管辖范围 ${actor.scope} 内`,
      en: `${outside} is outside of your scope ${actor.scope}`,
    });
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without members that are present but undefined. */
function plain<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
