import { createSession } from './createSession.ts';
import { deleteSession } from './deleteSession.ts';
import { getMe } from './getMe.ts';
import { setMyPassword } from './setMyPassword.ts';

export const sessionEndpoints = [createSession, deleteSession, getMe, setMyPassword];
