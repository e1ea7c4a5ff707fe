import type { Request } from 'express';
import { Refusal } from '../domain/errors.ts';
import type { Access, Endpoint, Session } from './endpoint.ts';

/** Browsers send this header only from our own pages, since other sites may not set it without our leave. */
export const csrfHeader = 'X-Zhengzhi-Request';

/** @throws Refusal unauthenticated, csrf-header-missing, forbidden */
export function authorize(endpoint: Endpoint, session: Session | undefined, req: Request): void {
  const { access, method } = endpoint;
  if (session?.via === 'cookie' && method !== 'get' && req.get(csrfHeader) !== '1') {
    throw new Refusal('csrf-header-missing', { zh: `请求须带有 ${csrfHeader}: 1`, en: `Send ${csrfHeader}: 1` });
  }
  if ('public' in access) return;
  if (!session) throw new Refusal('unauthenticated');
  if (session.mustChangePassword && !endpoint.beforePasswordChange) {
    throw new Refusal('forbidden', {
      zh: '请先设置自己的密码（PUT /api/v1/me/password）',
      en: 'Choose a password of your own first (PUT /api/v1/me/password)',
    });
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
    throw new Refusal('forbidden', {
      zh: `仅限 ${access.roles.join('、')}；您的角色是 ${actor.role}`,
      en: `This is for ${access.roles.join(', ')}; you are ${actor.role}`,
    });
  }
  if (access.duties && actor.role === 'administrator' && !access.duties.some((duty) => actor.duties?.includes(duty))) {
    throw new Refusal('forbidden', {
      zh: `需要职责 ${access.duties.join(' 或 ')}`,
      en: `This needs the duty ${access.duties.join(' or ')}`,
    });
  }
  if (access.spaces && !access.spaces.includes(space)) {
    throw new Refusal('forbidden', {
      zh: `仅在 ${access.spaces.join('、')} 空间提供`,
      en: `This exists in the space ${access.spaces.join(', ')} only`,
    });
  }
}
