import { z } from 'zod';
import { spaceSchema } from '../../domain/case/caseView.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { signedInUser, signedInUserSchema } from './sessionView.ts';

export const getMe = endpoint({
  method: 'get',
  path: '/api/v1/me',
  operationId: 'getMe',
  tag: 'sessions',
  summary: 'Who is signed in, where, and what they may call',
  access: { roles: everyone },
  beforePasswordChange: true,
  responses: {
    200: z
      .strictObject({
        user: signedInUserSchema,
        space: spaceSchema,
        expiresAt: z.iso.datetime(),
        permitted: z
          .array(z.string())
          .describe('operationIds the role may call; scope and office are judged per object'),
      })
      .meta({ id: 'Me' }),
  },
  handler: async ({ session, actor, language, permitted }) => ({
    status: 200,
    body: {
      user: signedInUser(actor, session.mustChangePassword ?? false, language),
      space: session.space,
      expiresAt: session.expiresAt.toISOString(),
      permitted: permitted(),
    },
  }),
});
