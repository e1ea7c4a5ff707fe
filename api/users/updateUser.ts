import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { endpoint } from '../endpoint.ts';
import { etag, requireMatch } from '../etag.ts';
import { requireWithinScope } from './accounts.ts';
import { userFields, usernameSchema, userSchema, userView } from './userView.ts';

export const updateUser = endpoint({
  method: 'put',
  path: '/api/v1/users/{username}',
  operationId: 'updateUser',
  tag: 'users',
  summary: 'Change or disable an account; its sessions end',
  access: { roles: ['administrator'], duties: ['security'] },
  ifMatch: 'required',
  params: z.strictObject({ username: usernameSchema }),
  body: z.strictObject({ ...userFields, disabled: z.boolean() }).meta({ id: 'UserChange' }),
  responses: { 200: userSchema },
  errors: ['not-found'],
  handler: async ({ params: { username }, body, ifMatch, actor, session, services, address, requestId }) => {
    const user = await services.accounts.get(username);
    // By the account, not by the name as it was written: that of the account may have other capitals.
    if (user._id === actor.id)
      throw new Refusal('forbidden', {
        zh: '不能修改自己的权限，请由其他管理员办理',
        en: 'Nobody changes their own rights; ask another administrator',
      });
    requireMatch(ifMatch, user.revision);
    requireWithinScope(actor, user);
    requireWithinScope(actor, body);
    const by = { actor: { id: actor.id, role: actor.role }, space: session.space, address, requestId };
    const changed = await services.accounts.change(user, body, 'userChanged', by);
    // Rights are in the tokens: only new ones may be used.
    await services.revocations.revokeUser(user._id, services.clock());
    for (const { substitute } of await services.accounts.substitutionsFrom({ 'person.id': user._id })) {
      await services.revocations.revokeUser(substitute.id, services.clock());
    }
    return { status: 200, headers: { ETag: etag(changed.revision) }, body: userView(changed) };
  },
});
