import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import type { Calendar } from '../domain/calendar/calendar.ts';
import type { ResolvedPolicy } from '../domain/policy/resolvePolicy.ts';

/** A whole policy as it held when a case began, kept once by its version, for as long as any case refers to it. */
export interface KeptPolicyDocument {
  _id: string;
  policy: ResolvedPolicy;
  keptAt: Date;
}

/** A calendar that some case counts with, kept once by its version: it explains dates for as long as they are shown. */
export interface KeptCalendarDocument {
  _id: string;
  calendar: Calendar;
  keptAt: Date;
}

export interface KeptModels {
  policies: Model<KeptPolicyDocument>;
  calendars: Model<KeptCalendarDocument>;
}

export function keptModels(db: Connection): KeptModels {
  const options = { strict: false, minimize: false, versionKey: false } as const;
  const known = db.models as { KeptPolicy?: Model<KeptPolicyDocument>; KeptCalendar?: Model<KeptCalendarDocument> };
  return {
    policies:
      known.KeptPolicy ??
      db.model<KeptPolicyDocument>('KeptPolicy', new Schema<KeptPolicyDocument>({ _id: String }, options), 'policies'),
    calendars:
      known.KeptCalendar ??
      db.model<KeptCalendarDocument>(
        'KeptCalendar',
        new Schema<KeptCalendarDocument>({ _id: String }, options),
        'calendarVersions',
      ),
  };
}

/** The driver's own collection: policies are large, and casting each of their values would take a second. */
function raw<T>(model: Model<T>): mongo.Collection<T & mongo.Document> {
  return model.collection as unknown as mongo.Collection<T & mongo.Document>;
}

/** Keeps a policy and a calendar, unless they are kept already. */
export async function keepVersions(db: Connection, policy: ResolvedPolicy, calendar: Calendar): Promise<void> {
  const { policies, calendars } = keptModels(db);
  const upsert = { upsert: true } as const;
  await Promise.all([
    raw(policies).updateOne({ _id: policy.version }, { $setOnInsert: { policy, keptAt: new Date() } }, upsert),
    raw(calendars).updateOne({ _id: calendar.version }, { $setOnInsert: { calendar, keptAt: new Date() } }, upsert),
  ]);
}

/** Keeps the policies a change has made, so that running cases can be given them by version. */
export async function keepPolicies(db: Connection, versions: readonly ResolvedPolicy[]): Promise<void> {
  if (versions.length === 0) return;
  const keptAt = new Date();
  await raw(keptModels(db).policies).bulkWrite(
    versions.map((policy) => ({
      updateOne: { filter: { _id: policy.version }, update: { $setOnInsert: { policy, keptAt } }, upsert: true },
    })),
  );
}

/** Names the calendar that holds now, for those who bring open cases up to it. */
export async function keepCurrentCalendar(db: Connection, calendar: Calendar): Promise<void> {
  const { calendars } = keptModels(db);
  await calendars.updateOne(
    { _id: calendar.version },
    { $setOnInsert: { calendar, keptAt: new Date() } },
    { upsert: true },
  );
  await calendars.updateOne({ _id: 'current' }, { $set: { calendar, keptAt: new Date() } }, { upsert: true });
}

/** The calendar that holds now; undefined before any API has started on this database. */
export async function currentCalendar(db: Connection): Promise<Calendar | undefined> {
  return (await keptModels(db).calendars.findById('current').lean())?.calendar;
}

const currentOf = (locality: string): string => `current:${locality}`;

/** Names the policies that hold now, for those who start cases of a locality without asking the API. */
export async function keepCurrentPolicies(db: Connection, policies: readonly ResolvedPolicy[]): Promise<void> {
  if (policies.length === 0) return;
  const keptAt = new Date();
  await raw(keptModels(db).policies).bulkWrite(
    policies.flatMap((policy) => [
      { updateOne: { filter: { _id: policy.version }, update: { $setOnInsert: { policy, keptAt } }, upsert: true } },
      {
        updateOne: { filter: { _id: currentOf(policy.locality) }, update: { $set: { policy, keptAt } }, upsert: true },
      },
    ]),
  );
}

/** The policy that holds now for a place: its district's, else its city's; undefined where neither has one. */
export async function currentPolicy(
  db: Connection,
  { district, city }: { district?: string; city?: string },
): Promise<ResolvedPolicy | undefined> {
  const ids = [district, city].flatMap((each) => (each === undefined ? [] : [currentOf(each)]));
  const found = await keptModels(db)
    .policies.find({ _id: { $in: ids } })
    .lean();
  return ids.flatMap((id) => found.filter(({ _id }) => _id === id))[0]?.policy;
}
