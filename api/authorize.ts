import type { Request } from 'express';
import { Refusal } from '../domain/errors.ts';
import type { Access, Endpoint, Session } from './endpoint.ts';

/** Browsers send this header only from our own pages, since other sites may not set it without our leave. */
export const csrfHeader = 'X-Zhengzhi-Request';

/** @throws Refusal unauthenticated, csrf-header-missing, forbidden */
export function authorize(endpoint: Endpoint, session: Session | undefined, req: Request): void {
  const { access, method } = endpoint;
  if (session?.via === 'cookie' && method !== 'get' && req.get(csrfHeader) !== '1') {
    throw new Refusal('csrf-header-missing', `Send ${csrfHeader}: 1`);
  }
  if ('public' in access) return;
  if (!session) throw new Refusal('unauthenticated');
  if (session.mustChangePassword && !endpoint.beforePasswordChange) {
    throw new Refusal('forbidden', 'Choose a password of your own first (PUT /api/v1/me/password)');
  }
  requireAccess(access, session);
}

/** Whether the session's role, duty and space allow an operation. */
export function isPermitted({ access }: Endpoint, session: Session): boolean {
  if ('public' in access) return true;
  try {
    requireAccess(access, session);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function requireAccess(access: Exclude<Access, { public: true }>, { actor, space }: Session): void {
  if (!access.roles.includes(actor.role)) {
    throw new Refusal('forbidden', `This is for ${access.roles.join(', ')}; you are ${actor.role}`);
  }
  if (access.duties && actor.role === 'administrator' && !access.duties.some((duty) => actor.duties?.includes(duty))) {
    throw new Refusal('forbidden', `This needs the duty ${access.duties.join(' or ')}`);
  }
  if (access.spaces && !access.spaces.includes(space)) {
    throw new Refusal('forbidden', `This exists in the space ${access.spaces.join(', ')} only`);
  }
}
