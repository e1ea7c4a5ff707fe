import { createAdministrator } from './createAdministrator.ts';
import { createUser } from './createUser.ts';
import { getUser } from './getUser.ts';
import { listUsers } from './listUsers.ts';
import { setPassword } from './setPassword.ts';
import { updateUser } from './updateUser.ts';

export const userEndpoints = [listUsers, createUser, getUser, updateUser, setPassword, createAdministrator];
