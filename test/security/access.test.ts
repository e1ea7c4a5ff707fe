import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { createApp } from '../../api/app.ts';
import type { Endpoint } from '../../api/endpoint.ts';
import { endpoints } from '../../api/endpoints.ts';
import { sessionCookies } from '../../api/sessions/cookie.ts';
import { spaceSchema } from '../../domain/case/caseView.ts';
import { roles } from '../../domain/organisation/actor.ts';
import { type Answer, buildActor, type CallOptions, startApi, type TestApi } from '../api/support.ts';
import { accessRules, beforePasswordChange, type Caller, callers, openRoutes } from './accessRules.ts';

const ruled = new Map(accessRules.flatMap(({ may, call }) => call.map((operation) => [operation, may] as const)));
const mayCall = (caller: Caller, operation: string) => {
  const may = ruled.get(operation);
  return may === 'anybody' || (may?.includes(caller) ?? false);
};
const actors = (Object.keys(callers) as Caller[]).map((caller) => ({ caller, actor: buildActor(callers[caller]) }));
const spaces = spaceSchema.options;

/** Something that nowhere exists, well formed or not: who may call is decided before anything else is looked at. */
function lineOf({ method, path }: Endpoint): `${string} /${string}` {
  return `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, 'x') as '/'}`;
}

/** What an answer says of the caller's right to ask. */
function verdictOf({ operationId }: Endpoint, { status, body }: Answer): string {
  const { code } = (body ?? {}) as { code?: string };
  // A wrong token is refused as forbidden, whoever sends it: that is this endpoint's answer, not the gate's.
  if (operationId === 'createAdministrator' && code === 'forbidden') return 'allowed';
  return status === 401 || code === 'forbidden' || code === 'csrf-header-missing' ? `${status} ${code}` : 'allowed';
}

describe('the rule table', () => {
  it('has one rule for every endpoint, and for nothing else', () => {
    const written = accessRules.flatMap(({ call }) => call);
    expect(written.toSorted()).toEqual(endpoints.map(({ operationId }) => operationId).toSorted());
  });

  it('knows every role', () => {
    expect(new Set(actors.map(({ actor }) => actor.role))).toEqual(new Set(roles));
  });

  it('lists what may be called before the password was changed', () => {
    const declared = endpoints.filter((each) => each.beforePasswordChange).map(({ operationId }) => operationId);
    expect(declared.toSorted()).toEqual(beforePasswordChange.toSorted());
  });
});

describe('the service', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
    await api.connected;
  });
  afterAll(() => api.stop());

  /** Asks without any input. Where that would suffice to act on what all tests share, nothing is offered that the service has. */
  const ask = async (endpoint: Endpoint, options: CallOptions) => {
    const headers = { ...(endpoint.operationId === 'takeAnchor' && { accept: 'image/x-none' }), ...options.headers };
    return verdictOf(endpoint, await api.call(lineOf(endpoint), { ...options, headers }));
  };

  it.each(endpoints)('answers $operationId to those it is for, and refuses everybody else', async (endpoint) => {
    const open = ruled.get(endpoint.operationId) === 'anybody';
    const forged = `${(await api.tokenFor({ role: 'administrator' })).slice(0, -8)}AAAAAAAA`;
    const anonymous = [{ who: 'nobody' }, { who: 'a forged token', token: forged }].map((each) => ({
      ...each,
      expected: open ? 'allowed' : '401 unauthenticated',
    }));
    const known = actors.flatMap(({ caller, actor }) =>
      spaces.map(async (space) => ({
        who: `${caller} in ${space}`,
        token: await api.tokenFor(actor, space),
        expected: mayCall(caller, endpoint.operationId) ? 'allowed' : '403 forbidden',
      })),
    );
    const all = [...anonymous, ...(await Promise.all(known))];
    const answers = all.map(async (each) => [each.who, await ask(endpoint, each)]);
    expect(await Promise.all(answers)).toEqual(all.map(({ who, expected }) => [who, expected]));
  });

  it.each(endpoints)('lets who has to change their password call $operationId only if it must', async (endpoint) => {
    const { operationId } = endpoint;
    const caller = actors.find((each) => mayCall(each.caller, operationId));
    const { token } = await api.services.tokens.issue(caller?.actor ?? buildActor(), 'live', {
      mustChangePassword: true,
    });
    const verdict = await ask(endpoint, { token });
    const open = ruled.get(operationId) === 'anybody' || beforePasswordChange.includes(operationId);
    expect(verdict).toBe(open ? 'allowed' : '403 forbidden');
  });

  it('refuses a session that ended, whatever is asked', async () => {
    const token = await api.tokenFor({ role: 'coordinator' });
    await api.call('DELETE /api/v1/sessions/current', { token });
    for (const endpoint of endpoints) {
      const verdict = await ask(endpoint, { token });
      const open = ruled.get(endpoint.operationId) === 'anybody';
      expect([endpoint.operationId, verdict]).toEqual([endpoint.operationId, open ? 'allowed' : '401 session-expired']);
    }
  });

  it('tells each caller to call what the table says, and nothing else', async () => {
    for (const { caller, actor } of actors.filter((each) => each.caller !== 'system')) {
      const { body } = await api.call('GET /api/v1/me', { token: await api.tokenFor(actor) });
      const allowed = endpoints.filter(({ operationId }) => mayCall(caller, operationId));
      expect([caller, body.permitted.toSorted()]).toEqual([
        caller,
        allowed.map(({ operationId }) => operationId).toSorted(),
      ]);
    }
  });

  it('answers nothing outside of the endpoint list but what is known to be open', () => {
    interface Layer {
      route?: { path: string | RegExp };
    }
    const { stack } = (
      createApp({ ...api.services, metrics: new Registry() }) as unknown as { router: { stack: Layer[] } }
    ).router;
    const declared = new Set(endpoints.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1')));
    const others = stack
      .flatMap(({ route }) => (route ? [String(route.path)] : []))
      .filter((path) => !declared.has(path));
    expect(openRoutes).toEqual(expect.arrayContaining(others));
  });

  describe('for a browser that holds a session cookie', () => {
    const header = 'x-zhengzhi-request';
    const cookieFor = async (endpoint: Endpoint) => {
      const caller = actors.find((each) => mayCall(each.caller, endpoint.operationId));
      const token = await api.tokenFor(caller?.actor ?? {});
      return sessionCookies(token, 60, false)
        .map((cookie) => cookie.split(';')[0])
        .join('; ');
    };
    const writing = endpoints.filter(({ method }) => method !== 'get');

    it.each(writing)('refuses $operationId to the page of another site', async (endpoint) => {
      const cookie = await cookieFor(endpoint);
      // What a form or a script of another site may send without being allowed to; the browser adds the cookie.
      const foreign = [
        {},
        { origin: 'https://elsewhere.example', 'content-type': 'text/plain' },
        { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
        { 'content-type': 'multipart/form-data; boundary=x' },
        { [header]: '0' },
        { [header]: '' },
        // The method counts that the browser used.
        { 'x-http-method-override': 'GET' },
      ];
      for (const headers of foreign) {
        expect([headers, await ask(endpoint, { headers: { cookie, ...headers } })]).toEqual([
          headers,
          '403 csrf-header-missing',
        ]);
      }
    });

    it.each(writing)('takes $operationId from its own page', async (endpoint) => {
      const cookie = await cookieFor(endpoint);
      expect(await ask(endpoint, { headers: { cookie, [header]: '1' } })).toBe('allowed');
    });

    it('lets no other site set the header: there is no answer to what browsers ask beforehand', async () => {
      for (const endpoint of writing) {
        const answer = await api.call(lineOf(endpoint).replace(/^\w+/, 'OPTIONS') as 'OPTIONS /', {
          headers: {
            origin: 'https://elsewhere.example',
            'access-control-request-method': endpoint.method.toUpperCase(),
            'access-control-request-headers': header,
          },
        });
        expect([endpoint.operationId, answer.status]).toEqual([endpoint.operationId, 405]);
        const granted = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
        expect(granted).toEqual([]);
      }
    });

    it('keeps to methods that change nothing where no header is asked for', () => {
      const methods = new Set<string>(endpoints.map(({ method }) => method));
      methods.delete('get');
      expect([...methods].toSorted()).toEqual(['delete', 'post', 'put']);
    });
  });
});
