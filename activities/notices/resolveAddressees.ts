import { dayOf } from '../../domain/calendar/calendar.ts';
import { type Actor, holdsOffice } from '../../domain/organisation/actor.ts';
import type { OfficeCode } from '../../domain/organisation/offices.ts';
import { covers } from '../../domain/organisation/scope.ts';
import type { TaskDocument } from '../../models/caseModels.ts';
import type { NoticeDocument } from '../../models/notices.ts';
import type { SubstitutionDocument, UserDocument } from '../../models/users.ts';
import type { DeliveryParts } from './deliveryParts.ts';

type Person = Pick<UserDocument, '_id' | 'name' | 'role' | 'scope' | 'posts'>;

/** Answers who a notice is for, by the accounts and posts of now. Made anew for each batch, it asks for every office once. */
export class Addressees {
  private readonly parts: DeliveryParts;
  private readonly asked = new Map<string, Promise<Person[]>>();
  private substitutions: Promise<SubstitutionDocument[]> | undefined;

  constructor(parts: DeliveryParts) {
    this.parts = parts;
  }

  /** The users told of a notice, by name. */
  async of(notice: Pick<NoticeDocument, 'to' | 'case' | 'scope' | 'except'>): Promise<string[]> {
    const people = (await this.people(notice)).filter((id) => !notice.except.includes(id));
    return [...new Set([...people, ...(await this.substitutesOf(notice, people))])].filter(
      (id) => !notice.except.includes(id),
    );
  }

  private async people({ to, case: id, scope }: Pick<NoticeDocument, 'to' | 'case' | 'scope'>): Promise<string[]> {
    if ('person' in to) return await this.person(to.person);
    if ('coordinators' in to) {
      const all = await this.users('coordinators', { role: 'coordinator' });
      return all.filter((user) => covers(user.scope, scope)).map(({ _id }) => _id);
    }
    if ('office' in to) return await this.office(to.office, to.scope ?? scope, to.unit);
    const task = await this.parts.cases.tasks.findById(`${id}|${to.task}`).lean<TaskDocument>();
    if (!task) return [];
    const delegate = task.delegate ? await this.person(task.delegate.id) : [];
    return [...(await this.office(task.office, task.scope, task.unit)), ...delegate];
  }

  /** Whoever stands in today for one of these is told what the office is told. */
  private async substitutesOf({ to }: Pick<NoticeDocument, 'to'>, people: readonly string[]): Promise<string[]> {
    if (!('office' in to || 'task' in to)) return [];
    const today = dayOf(this.parts.clock().toISOString());
    this.substitutions ??= this.parts.accounts.substitutions
      .find({ from: { $lte: today }, until: { $gte: today } })
      .lean<SubstitutionDocument[]>()
      .exec();
    const told = (await this.substitutions).filter(({ person }) => people.includes(person.id));
    const active =
      told.length === 0
        ? []
        : await this.users('substitutes', {
            role: 'reviewer',
            _id: { $in: (await this.substitutions).map(({ substitute }) => substitute.id) },
          });
    return active.map(({ _id }) => _id).filter((id) => told.some(({ substitute }) => substitute.id === id));
  }

  private async office(office: OfficeCode, scope: string, unit: string | undefined): Promise<string[]> {
    const holders = await this.users(office, { role: 'reviewer', 'posts.office': office });
    return holders.filter((user) => holdsOffice(actorOf(user), office, scope, unit)).map(({ _id }) => _id);
  }

  private async person(id: string): Promise<string[]> {
    return (await this.users(`person ${id}`, { _id: id })).map(({ _id }) => _id);
  }

  private users(key: string, filter: Record<string, unknown>): Promise<Person[]> {
    const known = this.asked.get(key);
    if (known) return known;
    const found = this.parts.accounts.users
      .find({ ...filter, disabled: false }, { name: 1, role: 1, scope: 1, posts: 1 })
      .lean<Person[]>()
      .exec();
    this.asked.set(key, found);
    return found;
  }
}

function actorOf({ _id, name, role, scope, posts }: Person): Actor {
  return { id: _id, name, role, scope, posts };
}
