import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { pathsTo } from '../../../models/registers.ts';
import { meeting } from '../../support/assessment.ts';
import { actor, buildOpening, office, TestCase } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import type { CaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';

const space = 'rehearsal';

/** A district of its own in the rehearsal space, with secretaries in its streets. */
export class District {
  readonly path = `linyi/D-${randomUUID().slice(0, 8)}`;
  readonly coordinator: Actor;
  private readonly api: CaseApi;

  constructor(api: CaseApi) {
    this.api = api;
    this.coordinator = actor('coordinator', undefined, { role: 'coordinator', scope: this.path });
  }

  /** Enters a street with so many secretaries and returns their ids. */
  async street(name: string, secretaries: number): Promise<string[]> {
    const { registers } = this.api.services.spaces[space];
    const street = `${this.path}/${name}`;
    for (const path of [this.path, street]) {
      await registers.places.collection.updateOne(
        { _id: path as never },
        { $set: { name: `示例 ${path}`, within: pathsTo(path), id: path.split('/').at(-1) } },
        { upsert: true },
      );
    }
    const ids = Array.from({ length: secretaries }, () => randomUUID().slice(0, 8));
    await registers.entries.secretaries.collection.insertMany(
      ids.map((id) => {
        const scope = `${street}/hongqi/C-${id}`;
        return { _id: `S-${id}`, name: `示例书记 ${id}`, compound: `C-${id}`, scope, within: pathsTo(scope) };
      }) as never,
    );
    return ids.map((id) => `S-${id}`).sort();
  }

  /** Somebody of a street of the district. */
  of(street: string): Actor {
    return actor(`of-${street}`, undefined, { scope: `${this.path}/${street}`, posts: [] });
  }

  start(key: string, place = this.path, by = this.coordinator): Promise<Answer> {
    return this.api.as(by, 'POST /api/v1/cycles', { kind: 'assess', place, key }, { space });
  }

  get(id: string, by = this.coordinator): Promise<Answer> {
    return this.api.as(by, `GET /api/v1/cycles/${encodeURIComponent(id)}`, undefined, { space });
  }

  look(id: string): Promise<Answer> {
    return this.api.as(this.coordinator, `POST /api/v1/cycles/${encodeURIComponent(id)}/retries`, undefined, { space });
  }

  /** The cycle once it looks as wanted. */
  async once(id: string, wanted: (body: Answer['body']) => boolean): Promise<Answer['body']> {
    let body: Answer['body'];
    await until(async () => {
      ({ body } = await this.get(id));
      return wanted(body);
    });
    return body;
  }

  /** Looks at the cycle again until it looks as wanted. */
  async told(id: string, wanted: (body: Answer['body']) => boolean): Promise<Answer['body']> {
    await this.look(id);
    return await this.once(id, wanted);
  }

  case(secretary: string, key: string): TestCase {
    const id = `assess:${secretary}:${key}:1`;
    const opening = { ...buildOpening({}, []), id, kind: 'assess' };
    return new TestCase(this.api.bench, opening, this.api.bench.client.workflow.getHandle(id));
  }

  /** Hands in the three sheets of a secretary, all with the same points. */
  async score(secretary: string, key: string, points: number): Promise<void> {
    const assessed = this.case(secretary, key);
    for (const [sheet, asked] of [
      ['street', 'streetPartyWorkingCommittee'],
      ['community', 'communityPartyOrg'],
      ['residents', 'communityPartyOrg'],
    ] as const) {
      const by = office(asked);
      const form = { score: points, ...(sheet === 'residents' && { meeting }) };
      const posts = [{ office: asked, scope: this.path }];
      await assessed.act('decide', { ...by, posts }, { stage: `sheets#1.${sheet}`, decision: 'score', form });
    }
  }

  /** Waits until the read model shows so many cases of a key at a stage. */
  async shown(secretaries: readonly string[], key: string, stage: string): Promise<void> {
    const { cases } = this.api.bench.models(space);
    const ids = secretaries.map((each) => `assess:${each}:${key}:1`);
    await until(async () => (await cases.countDocuments({ _id: { $in: ids }, stage })) === ids.length);
  }
}
