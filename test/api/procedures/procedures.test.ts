import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { discoverProcedures, procedureRegistry } from '../../../api/procedures/registry.ts';
import { halfYearOfKey, halfYearsUpTo } from '../../../domain/assessment/halfYear.ts';
import { dayOf } from '../../../domain/calendar/calendar.ts';
import type { Procedure } from '../../../domain/procedures/declaration.ts';
import { named, signOff } from '../../../domain/procedures/stages.ts';
import { text } from '../../../domain/text.ts';
import { startApi, type TestApi } from '../support.ts';

const lamp: Procedure = {
  kind: 'lampRepair',
  title: text('修灯', 'Lamp repair'),
  purpose: text('修好路灯', 'Mends a lamp'),
  source: 'test',
  subject: 'compound',
  sections: ['rectification'],
  stages: named({
    check: signOff({
      title: text('检查', 'Check'),
      source: 'test 1',
      office: 'housingBureau',
      deadline: { parameter: 'rectification.planDueDays' },
      decisions: {
        done: {
          title: text('已修好', 'Mended'),
          result: 'mended',
          tone: 'positive',
          form: z.strictObject({
            lamps: z
              .int()
              .min(1)
              .meta({ title: text('盏数', 'Lamps') as never }),
          }),
        },
      },
    }),
  }),
  outcomes: { mended: text('已修好', 'Mended') },
  cancellation: { by: ['districtPartyCommittee'], outcomes: ['withdrawn'] },
  input: z.strictObject({}),
  startedBy: ['gridWorker'],
  initialFacts: () => ({}),
};

describe('the procedures', () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await startApi({ procedures: await discoverProcedures([lamp]) });
    token = await api.tokenFor({ role: 'monitor' });
  });
  afterAll(() => api.stop());

  it('are found without being registered anywhere', async () => {
    const { body } = await api.call('GET /api/v1/procedures', { token });
    const kinds = body.items.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['lampRepair', 'rectification']));
  });

  it('that come round offer the periods up to the present one, others none; and say through which call they start', async () => {
    const { body } = await api.call('GET /api/v1/procedures', { token });
    type Summary = { kind: string; comesRound: boolean; startedThrough: string | null; periods: { key: string }[] };
    const items = body.items as Summary[];
    for (const { comesRound, periods } of items) expect(periods.length > 0).toBe(comesRound);
    const assess = items.find(({ kind }) => kind === 'assess');
    const today = dayOf(new Date().toISOString());
    const [present, before] = halfYearsUpTo(today).map(halfYearOfKey);
    expect(assess?.periods.slice(0, 2)).toEqual(
      [present, before].map((each) => ({ key: each?.key, from: each?.from, to: each?.to })),
    );
    const through = items.filter(({ startedThrough }) => startedThrough === 'POST /api/v1/selections');
    expect(through.map(({ kind }) => kind)).toEqual(['selection']);
  });

  it('say of which whoever asks may start a case', async () => {
    const startable = async (by: Parameters<TestApi['tokenFor']>[0]) => {
      const { body } = await api.call('GET /api/v1/procedures', { token: await api.tokenFor(by) });
      const items: { kind: string; startable: boolean }[] = body.items;
      return items.flatMap((each) => (each.startable ? [each.kind] : []));
    };
    expect(await startable({ role: 'coordinator' })).toEqual(expect.arrayContaining(['lampRepair', 'rectification']));
    // Its input is computed by a call of its own.
    expect(await startable({ role: 'coordinator' })).not.toContain('appeal');
    expect(await startable({ role: 'reviewer', posts: [{ office: 'gridWorker', scope: 'linyi' }] })).toEqual([
      'lampRepair',
    ]);
    expect(await startable({ role: 'monitor' })).toEqual([]);
  });

  it('show stages, offices, decisions and forms in the language of the request', async () => {
    const english = await api.call('GET /api/v1/procedures/lampRepair', { token });
    expect(english.body).toMatchObject({
      title: 'Lamp repair',
      subject: 'compound',
      subjects: ['compound'],
      offices: { housingBureau: 'Housing bureau', gridWorker: 'Grid worker' },
      outcomes: { mended: 'Mended' },
      stages: {
        check: {
          primitive: 'signOff',
          results: ['mended'],
          faces: {
            main: {
              office: 'housingBureau',
              decisions: {
                done: {
                  title: 'Mended',
                  form: {
                    type: 'object',
                    required: ['lamps'],
                    properties: { lamps: { type: 'integer', minimum: 1, title: 'Lamps' } },
                    additionalProperties: false,
                  },
                },
              },
            },
          },
        },
      },
    });
    const chinese = await api.call('GET /api/v1/procedures/lampRepair', {
      token,
      headers: { 'accept-language': 'zh' },
    });
    expect(chinese.body.stages.check.faces.main.decisions.done.form.properties.lamps.title).toBe('盏数');
  });

  it('name the documents their decisions produce', async () => {
    const { body } = await api.call('GET /api/v1/procedures/rectification', {
      token,
      headers: { 'accept-language': 'en' },
    });
    expect(body.documents).toMatchObject({ taskForceGazette: 'Gazette of the task force' });
  });

  it('name the standard value, unit and source of every deadline', async () => {
    const { body } = await api.call('GET /api/v1/procedures/lampRepair', { token });
    const { deadline } = body.stages.check.faces.main;
    const standard = api.services.spaces.live.policies.policy('national')?.sections['rectification']?.['planDueDays'];
    expect(standard).toBeDefined();
    expect(deadline).toEqual({
      parameter: 'rectification.planDueDays',
      roll: 'forward',
      silenceRefuses: null,
      standard: {
        parameter: 'rectification.planDueDays',
        value: standard?.value,
        unit: standard?.unit,
        source: standard?.source,
      },
    });
  });

  it('all have a view, and no deadline of theirs lacks a standard value', async () => {
    for (const { kind } of api.services.procedures.list()) {
      const { status, body } = await api.call(`GET /api/v1/procedures/${kind}`, { token });
      expect(status).toBe(200);
      for (const stage of Object.values<{ faces: Record<string, { deadline: { standard: unknown } | null }> }>(
        body.stages,
      )) {
        for (const { deadline } of Object.values(stage.faces)) {
          if (deadline) expect(deadline.standard).toEqual(expect.objectContaining({ unit: expect.any(String) }));
        }
      }
    }
  });

  it('are 404 when not declared', async () => {
    expect((await api.call('GET /api/v1/procedures/toString', { token })).status).toBe(404);
  });

  it('cannot be declared twice', () => {
    expect(() => procedureRegistry([lamp, lamp])).toThrow('the procedure lampRepair is declared twice');
  });
});
