import { type Connection, type Model, Schema } from 'mongoose';
import type { CalendarYear } from '../domain/calendar/calendar.ts';
import type { Actor } from '../domain/organisation/actor.ts';
import type { ApplyMode } from '../domain/policy/application.ts';
import type { ChangedEntry } from '../domain/policy/changes.ts';
import type { PolicyValue } from '../domain/policy/policySchema.ts';
import { isRehearsal } from '../domain/rehearsal/rehearsal.ts';

/** Who made a change, as it stands in the history. */
export interface ChangeAuthor {
  id: string;
  name: string;
}

/** A parameter as it held in the changed jurisdiction before or after. */
export interface StatedValue {
  value: PolicyValue;
  source: string;
  note?: string;
  from: string;
}

/** One change of a policy. Never edited: a later one replaces it. */
export interface PolicyChangeDocument {
  /** Its place among all policy changes of the space; two writers cannot both take the next. */
  _id: number;
  locality: string;
  entries: (ChangedEntry & { before: StatedValue | null; after: StatedValue | null })[];
  reason: string;
  by: ChangeAuthor;
  at: Date;
  /** Localities whose values it changed. */
  versions: { locality: string; from: string; to: string }[];
  /** In whose history it stands: the jurisdiction and all that inherit from it. */
  localities: string[];
}

/** A calendar year as it was entered; the latest of a year holds, and the files' where there is none. */
export interface CalendarChangeDocument {
  _id: number;
  year: number;
  value: CalendarYear;
  reason: string;
  by: ChangeAuthor;
  at: Date;
  /** Version of the whole calendar that it made. */
  calendar: string;
}

/** A policy that is being applied to running cases. */
export interface PolicyApplicationDocument {
  _id: string;
  locality: string;
  mode: ApplyMode;
  reason: string;
  by: Actor;
  at: Date;
  /** Hash of the body: a repeat must be the same. */
  body: string;
  /** The version each locality gets. */
  targets: Record<string, string>;
  /** The sections of the policy that a case of each kind carries. */
  sections: Record<string, readonly string[]>;
  /** Cases named one by one; else those the filter finds. */
  cases?: string[];
  filter?: Record<string, string>;
  /** The places its author sees; absent when that is everything. */
  places?: string[];
  state: 'waiting' | 'running' | 'done' | 'cancelled';
  cancelledBy?: ChangeAuthor;
  endedAt?: Date;
}

/** Which open cases are meant: those named, or those a filter finds, of some localities and within some places. */
export interface OpenCases {
  localities: readonly string[];
  cases?: readonly string[] | undefined;
  filter?: Readonly<Record<string, string | undefined>> | undefined;
  places?: readonly string[] | undefined;
}

export function openCasesCondition({ localities, cases, filter, places }: OpenCases): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(filter ?? {}).filter(([, value]) => value !== undefined));
  return {
    status: { $in: ['running', 'suspended'] },
    locality: { $in: localities },
    ...given,
    ...(cases && { _id: { $in: cases } }),
    ...(places && { within: { $in: places } }),
    // A rehearsal is played under the policy it began with.
    $nor: [{ campaign: isRehearsal }],
  };
}

export const applicationResults = ['waiting', 'applied', 'kept', 'unchanged', 'ended', 'refused', 'failed'] as const;
export type ApplicationResult = (typeof applicationResults)[number];

/** One case of an application, and what came of it. */
export interface ApplicationCaseDocument {
  /** `application|case` */
  _id: string;
  application: string;
  case: string;
  locality: string;
  kind: string;
  result: ApplicationResult;
  /** Why, where it was not applied. */
  detail?: string;
  /** The event on the case's timeline. */
  event?: number;
  attempts: number;
  at?: Date;
}

export interface PolicyChangeModels {
  policies: Model<PolicyChangeDocument>;
  calendars: Model<CalendarChangeDocument>;
  applications: Model<PolicyApplicationDocument>;
  applicationCases: Model<ApplicationCaseDocument>;
}

const options = { strict: false, minimize: false, versionKey: false } as const;

/** Changes of policies and calendars of one space, and their application to running cases. */
export function policyChangeModels(db: Connection): PolicyChangeModels {
  const model = <T>(name: string, collection: string, schema: () => Schema<T>): Model<T> =>
    (db.models[name] as Model<T> | undefined) ?? db.model<T>(name, schema(), collection);
  return {
    policies: model<PolicyChangeDocument>('PolicyChange', 'policyChanges', () => {
      const schema = new Schema<PolicyChangeDocument>({ _id: Number }, options);
      schema.index({ localities: 1, _id: -1 });
      return schema;
    }),
    calendars: model<CalendarChangeDocument>('CalendarChange', 'calendarChanges', () => {
      const schema = new Schema<CalendarChangeDocument>({ _id: Number }, options);
      schema.index({ year: 1, _id: -1 });
      return schema;
    }),
    applications: model<PolicyApplicationDocument>('PolicyApplication', 'policyApplications', () => {
      const schema = new Schema<PolicyApplicationDocument>({ _id: String }, options);
      schema.index({ locality: 1, at: -1, _id: 1 });
      return schema;
    }),
    applicationCases: model<ApplicationCaseDocument>('ApplicationCase', 'policyApplicationCases', () => {
      const schema = new Schema<ApplicationCaseDocument>({ _id: String }, options);
      schema.index({ application: 1, result: 1, case: 1 });
      schema.index({ application: 1, case: 1 });
      schema.index({ application: 1, result: 1, attempts: 1, case: 1 });
      return schema;
    }),
  };
}
