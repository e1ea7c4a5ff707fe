import { setTimeout as pause } from 'node:timers/promises';
import { actKey } from '../../api/cases/act.ts';
import type { Space } from '../../config.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { draw, happens } from '../../domain/rehearsal/draw.ts';
import { coordinator, office } from '../../test/support/cases.ts';
import { nomination } from '../../test/support/rectification.ts';
import { callerOf, draftOf, enterCompounds } from '../support/campaign.ts';
import { type Entry, type Sent, send } from './ledger.ts';
import type { TortureScene } from './scene.ts';

const players = 6;
const compoundsOfRound = 60;
/** So many of a hundred calls are repeated until they are answered; of the others nobody may know what became. */
const careful = 70;
/** No answer in so long is none. */
const answerWithinMs = 15_000;

/** What is played against the service in one round, and what its callers were told. */
export class Load {
  readonly entries: Entry[] = [];
  /** Cases of this round that are certainly there, by space. */
  readonly cases: Record<Space, string[]> = { live: [], rehearsal: [] };
  campaign: { id: string; compounds: string[] } | undefined;
  month: string | undefined;
  private readonly scene: TortureScene;
  private readonly seed: string;
  private readonly free: string[];
  private readonly nominated = new Set<string>();

  constructor(scene: TortureScene, seed: string) {
    this.scene = scene;
    this.seed = seed;
    this.free = Array.from({ length: compoundsOfRound }, (_, n) => `T-${seed}-${n}`);
  }

  /** While nothing is wrong yet: what the round plays with. @param month of a ranking that is to be published, if one is */
  async prepare(month: string | undefined): Promise<void> {
    const { scene } = this;
    await enterCompounds(this.free, scene.database('live'));
    await enterCompounds([`R-${this.seed}`], scene.database('rehearsal'));
    const call = callerOf(`${scene.url}/api/v1`, await scene.token(coordinator, 'live'));
    const { campaign, compounds } = await draftOf(3, call, scene.database('live'));
    this.campaign = { id: campaign, compounds };
    await this.start('live', this.free.pop() ?? '', true, 'prepared');
    await this.start('rehearsal', `R-${this.seed}`, true, 'prepared');
    const lame = this.entries.find(({ fate }) => fate !== 'acknowledged');
    if (lame) throw new Error(`Nothing is wrong yet, and ${lame.case} did not start: ${lame.answer}`);
    if (month === undefined) return;
    const rows = this.cases.live.map((id) => `${id.split(':')[1]},7,3,5,10`);
    const form = new FormData();
    form.append('file', new Blob([`小区编号,投诉量,物业类投诉量,满意数,回访数\n${rows.join('\n')}\n`]), `${month}.csv`);
    const { fate, answer } = await this.call('live', coordinator, `/rankings?month=${month}`, form, undefined, true);
    if (fate !== 'acknowledged') throw new Error(`ranking ${month}: ${answer}`);
    this.month = month;
  }

  /** Plays until `over`, and until every careful caller was answered. */
  async play(over: Promise<unknown>): Promise<void> {
    let isOver = false;
    void over.then(() => {
      isOver = true;
    });
    const playing = Array.from({ length: players }, async (_, player) => {
      if (player === 0) await this.launch();
      if (player === 1) await this.publish();
      for (let turn = 0; !isOver; turn += 1) {
        await this.turn([player, turn]);
        await pause(20 + draw(80, this.seed, player, turn, 'rest'));
      }
    });
    await Promise.all(playing);
  }

  /** A call to show that the case still works. */
  async touch(space: Space, id: string): Promise<void> {
    const key = `${this.seed}/touch/${id}`;
    const sent = await this.call(space, coordinator, `${pathOf(id)}/comments`, { text: '示例：仍可办理' }, key, true);
    this.note('touch', id, actKey({ actor: coordinator, space }, `comment ${id}`, key), sent);
  }

  private async turn(words: readonly number[]): Promise<void> {
    const luck = draw(100, this.seed, ...words, 'what');
    const isCareful = happens(careful, this.seed, ...words, 'careful');
    const name = words.join('.');
    const id = this.one(words);
    if (luck < 20) {
      const compound = this.free.pop();
      if (compound !== undefined) await this.start('live', compound, isCareful, name);
    } else if (luck < 30) await this.evidence(id, isCareful, name);
    else if (luck < 50) await this.nominate(id, isCareful, name);
    else if (luck < 60) await this.passTime();
    else await this.act('live', id, 'comment', coordinator, 'comments', { text: `示例：${name}` }, name, isCareful);
  }

  private one(words: readonly number[]): string {
    const { live } = this.cases;
    return live[draw(live.length, this.seed, ...words, 'which')] ?? '';
  }

  private async start(space: Space, subject: string, isCareful: boolean, name: string): Promise<void> {
    const input = { route: 'initialRanking', baselineMonthlyComplaints: 40 };
    const key = `${this.seed}/${name}/start/${subject}`;
    const sent = await this.call(
      space,
      coordinator,
      '/cases',
      { kind: 'rectification', subject, input },
      key,
      isCareful,
    );
    const id = `rectification:${subject}:1`;
    this.note('start', id, actKey({ actor: coordinator, space }, 'startCase', key), sent);
    if (sent.fate === 'acknowledged') this.cases[space].push(id);
  }

  private async nominate(id: string, isCareful: boolean, name: string): Promise<void> {
    if (this.nominated.has(id)) return;
    this.nominated.add(id);
    const body = { stage: 'nomination', decision: 'nominate', form: nomination };
    await this.act('live', id, 'decide', office('organisationDept'), 'decisions', body, name, isCareful);
  }

  private async evidence(id: string, isCareful: boolean, name: string): Promise<void> {
    const key = `${this.seed}/${name}/evidence`;
    const form = new FormData();
    form.append('file', new Blob([`示例 ${name}`], { type: 'text/plain' }), '示例.txt');
    const sent = await this.call('live', coordinator, `${pathOf(id)}/evidence`, form, key, isCareful);
    this.note('evidence', id, actKey({ actor: coordinator, space: 'live' }, `attachEvidence ${id}`, key), sent);
  }

  /** Moves the clock of the rehearsed case, so that its reminders come due in the middle of it all. */
  private async passTime(): Promise<void> {
    const [id] = this.cases.rehearsal;
    if (id !== undefined) {
      await this.call('rehearsal', coordinator, `${pathOf(id)}/clock`, { advance: 'P4D' }, undefined, false);
    }
  }

  private async launch(): Promise<void> {
    if (!this.campaign) return;
    const { id, compounds } = this.campaign;
    const key = `${this.seed}/launch`;
    const sent = await this.call('live', coordinator, `/campaigns/${id}/launch`, {}, key, true);
    for (const compound of compounds) this.note('launch', `rectification:${compound}:1`, '', sent);
  }

  private async publish(): Promise<void> {
    if (this.month === undefined) return;
    const key = `${this.seed}/publish`;
    const sent = await this.call('live', coordinator, `/rankings/${this.month}/publication`, {}, key, true);
    this.note('publish', undefined, '', sent);
  }

  private async act(
    space: Space,
    id: string,
    name: string,
    actor: Actor,
    path: string,
    body: unknown,
    key: string,
    isCareful: boolean,
  ): Promise<void> {
    const named = `${this.seed}/${key}/${name}/${id}`;
    const sent = await this.call(space, actor, `${pathOf(id)}/${path}`, body, named, isCareful);
    this.note(name, id, actKey({ actor, space }, `${name} ${id}`, named), sent);
  }

  private note(what: string, id: string | undefined, key: string, { fate, answer }: Sent): void {
    this.entries.push({ what, key, fate, answer, ...(id !== undefined && { case: id }) });
  }

  private async call(
    space: Space,
    actor: Actor,
    path: string,
    body: unknown,
    key: string | undefined,
    isCareful: boolean,
  ): Promise<Sent> {
    const authorization = `Bearer ${await this.scene.token(actor, space)}`;
    const isForm = body instanceof FormData;
    return await send(
      () =>
        fetch(`${this.scene.url}/api/v1${path}`, {
          method: 'POST',
          headers: {
            authorization,
            ...(key !== undefined && { 'idempotency-key': key }),
            ...(!isForm && { 'content-type': 'application/json' }),
          },
          body: isForm ? body : JSON.stringify(body),
          signal: AbortSignal.timeout(answerWithinMs),
        }),
      isCareful,
    );
  }
}

function pathOf(id: string): string {
  return `/cases/${encodeURIComponent(id)}`;
}
