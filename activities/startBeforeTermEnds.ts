import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import { addDays, dayOf, type PlainDay } from '../domain/calendar/calendar.ts';
import type { Space, Subject } from '../domain/case/caseView.ts';
import { prepareOpening } from '../domain/case/prepareOpening.ts';
import { Refusal } from '../domain/errors.ts';
import { systemActor } from '../domain/organisation/actor.ts';
import { scopeParts } from '../domain/organisation/scope.ts';
import { caseParameters, type ResolvedPolicy } from '../domain/policy/resolvePolicy.ts';
import { type Procedure, type RegisterTerm, subjectTypes } from '../domain/procedures/declaration.ts';
import { numberOf } from '../domain/procedures/parameters.ts';
import { hashOf } from '../domain/timeline/hashChain.ts';
import { type CaseModels, caseModels } from '../models/caseModels.ts';
import { latestCaseOf } from '../models/caseOrdinals.ts';
import { currentCalendar, currentPolicy, keepVersions } from '../models/keptVersions.ts';
import { type EntryDocument, registerModels } from '../models/registers.ts';
import { openCase } from './openCase.ts';
import { findRegistered } from './startChildCase.ts';

/** Cases started by one call; the workflow calls again while there are more. */
const atOnce = 100;
/** No lead is longer: the bounds of the policy end before. */
const longestLead = 1100;
/** A term that ended longer ago was ended by people, not by an outage. */
const longestDelay = 180;

export interface TermScanActivities {
  /**
   * Starts the cases that registers ask for before a term ends, once for each term. Harmless when repeated, and after days on
   * which nobody looked: what had a case of the term, running or over, gets no other. The live space alone has such cases.
   */
  startBeforeTermEnds: () => Promise<{ started: string[]; refused: string[]; more: boolean }>;
}

interface Parts {
  client: Client;
  space: Space;
  taskQueue: string;
  procedures(this: void): Promise<readonly Procedure[]>;
  /** The present, ISO. */
  now?: () => string;
}

export function createTermScanActivities(database: Connection, parts: Parts): TermScanActivities {
  const { space, procedures, now = () => new Date().toISOString() } = parts;
  return {
    startBeforeTermEnds: async () => {
      const found = { started: [] as string[], refused: [] as string[], more: false };
      if (space !== 'live') return found;
      const scan = new TermScan(database, parts, now());
      for (const procedure of await procedures()) {
        if (procedure.startsBefore === undefined) continue;
        for await (const entry of scan.ending(procedure.startsBefore)) {
          if (found.started.length >= atOnce) return { ...found, more: true };
          const answer = await scan.start(procedure, procedure.startsBefore, entry);
          if (answer === undefined) continue;
          if ('started' in answer) found.started.push(answer.started);
          else found.refused.push(answer.refused);
        }
      }
      return found;
    },
  };
}

class TermScan {
  private readonly database: Connection;
  private readonly parts: Parts;
  private readonly now: string;
  private readonly today: PlainDay;
  private readonly cases: CaseModels;
  private readonly policies = new Map<string, ResolvedPolicy | undefined>();

  constructor(database: Connection, parts: Parts, now: string) {
    this.database = database;
    this.parts = parts;
    this.now = now;
    this.today = dayOf(now);
    this.cases = caseModels(database);
  }

  /** Entries whose term may be near its end; the policy of each says whether it is. */
  ending({ register, ends }: RegisterTerm): AsyncIterable<EntryDocument> {
    const near = { $gte: addDays(this.today, -longestDelay), $lte: addDays(this.today, longestLead) };
    return registerModels(this.database)
      .entries[register].find({ [ends]: near, retired: { $ne: true } })
      .sort({ _id: 1 })
      .lean<EntryDocument[]>()
      .cursor();
  }

  /** Starts the case of an entry's term, if it is due and there has been none. */
  async start(
    procedure: Procedure,
    term: RegisterTerm,
    entry: EntryDocument,
  ): Promise<{ started: string } | { refused: string } | undefined> {
    const ends = String(entry[term.ends]);
    const policy = await this.policyOf(entry.scope);
    if (policy === undefined) return { refused: `${entry._id}: there is no policy of its place` };
    const parameters = caseParameters(policy, procedure.sections);
    const lead = term.lead.reduce((days, name) => days + numberOf(parameters, name), 0);
    if (addDays(ends, -lead) > this.today || (await this.isFollowed(term, entry))) return undefined;
    const subject = await this.subjectOf(procedure, term, entry);
    if (subject === undefined) return { refused: `${entry._id}: its subject is in no register` };
    return await this.open(procedure, subject, policy, term.input({ id: entry._id, ends }));
  }

  private async open(
    procedure: Procedure,
    subject: Subject,
    policy: ResolvedPolicy,
    input: ReturnType<RegisterTerm['input']>,
  ): Promise<{ started: string } | { refused: string } | undefined> {
    const { client, space, taskQueue } = this.parts;
    const { kind } = procedure;
    const recurring = procedure.key?.(input);
    const earlier = await latestCaseOf(this.cases, { kind, subject, ...(recurring !== undefined && { recurring }) });
    if (earlier !== undefined) return undefined;
    const calendar = await currentCalendar(this.database);
    if (calendar === undefined) throw new Error('no calendar is kept yet');
    await keepVersions(this.database, policy, calendar);
    try {
      const opening = prepareOpening({
        procedure,
        space,
        subject,
        input,
        policy,
        calendar,
        startedBy: systemActor,
        key: hashOf([space, 'term', kind, subject.id, recurring ?? '']),
        body: hashOf(input),
        now: this.now,
      });
      const { case: id, how } = await openCase({ cases: this.cases, client, taskQueue }, opening);
      return how === 'started' ? { started: id } : undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const fields = error.errors.map(({ pointer, detail }) => `${pointer}: ${detail}`);
      return { refused: `${subject.id}: ${[error.message, ...fields].join('; ')}` };
    }
  }

  /** Whether another entry of the same subject has a later term: the one before is over. */
  private async isFollowed({ register, ends, about }: RegisterTerm, entry: EntryDocument): Promise<boolean> {
    if (about === undefined) return false;
    const later = { [about]: entry[about], [ends]: { $gt: entry[ends] }, retired: { $ne: true } };
    return (await registerModels(this.database).entries[register].exists(later)) !== null;
  }

  private async subjectOf(
    procedure: Procedure,
    { about }: RegisterTerm,
    entry: EntryDocument,
  ): Promise<Subject | undefined> {
    const [type] = subjectTypes(procedure);
    if (type === undefined) return undefined;
    return await findRegistered(this.database, { type, id: about === undefined ? entry._id : String(entry[about]) });
  }

  private async policyOf(scope: string): Promise<ResolvedPolicy | undefined> {
    const { district, city } = scopeParts(scope);
    const place = `${city ?? ''}/${district ?? ''}`;
    if (!this.policies.has(place)) this.policies.set(place, await currentPolicy(this.database, scopeParts(scope)));
    return this.policies.get(place);
  }
}
