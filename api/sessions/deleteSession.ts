import { endpoint, everyone } from '../endpoint.ts';
import { sessionCookies } from './cookie.ts';

export const deleteSession = endpoint({
  method: 'delete',
  path: '/api/v1/sessions/current',
  operationId: 'deleteSession',
  tag: 'sessions',
  summary: 'Sign out: the token is worth nothing from now on',
  access: { roles: everyone },
  beforePasswordChange: true,
  responses: { 204: null },
  handler: async ({ session, actor, services, secure, address, requestId }) => {
    await services.revocations.revokeSession(session.id, session.expiresAt);
    const { id, role } = actor;
    services.audit.record({ what: 'signedOut', actor: { id, role }, space: session.space, address, requestId });
    return { status: 204, headers: { 'Set-Cookie': sessionCookies('', 0, secure) } };
  },
});
