import type { Request } from 'express';
import { Refusal } from '../domain/errors.ts';
import type { Endpoint, Session } from './endpoint.ts';

/** Browsers send this header only from our own pages, since other sites may not set it without our leave. */
export const csrfHeader = 'X-Zhengzhi-Request';

/** @throws Refusal unauthenticated, csrf-header-missing, forbidden */
export function authorize({ access, method }: Endpoint, session: Session | undefined, req: Request): void {
  if (session?.via === 'cookie' && method !== 'get' && req.get(csrfHeader) !== '1') {
    throw new Refusal('csrf-header-missing', `Send ${csrfHeader}: 1`);
  }
  if ('public' in access) return;
  if (!session) throw new Refusal('unauthenticated');
  const { actor, space } = session;
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
