import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coordinator } from '../../support/cases.ts';
import { type CaseApi, input, startCaseApi } from './bench.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
});
afterAll(() => api.stopAll());

describe('starting a case', () => {
  it('answers the case with its first task, why it is due, and what may be done', async () => {
    const subject = await api.compound();
    const { status, body, headers } = await api.as(coordinator, 'POST /api/v1/cases', {
      kind: 'rectification',
      subject,
      input,
    });
    expect(body).toMatchObject({ id: `rectification:${subject}:1`, status: 'running', stage: 'nomination' });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/cases/${encodeURIComponent(body.id)}`);
    const [task] = body.tasks;
    expect(task).toMatchObject({
      id: 'nomination#1',
      office: 'organisationDept',
      permitted: expect.arrayContaining(['extend']),
    });
    expect(task.due).toMatchObject({ rule: 'pairing.nominationDays', provisional: expect.any(Boolean) });
    expect(task.due.steps.join()).toContain('working days');
    expect(Object.keys(task.decisions)).toEqual(['nominate']);
    expect(task.decisions.nominate.form.properties.leader).toBeDefined();
  });
});
