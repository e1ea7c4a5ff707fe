import { createContext, useContext } from 'react';
import type { Answer, OperationId } from '../api/client.ts';

export type Me = Answer<'getMe'>;

export const SessionContext = createContext<Me | undefined>(undefined);

/** Who is signed in; only below the session gate. */
export function useMe(): Me {
  const me = useContext(SessionContext);
  if (!me) throw new Error('There is no session here');
  return me;
}

/** Whether the role may call an operation; scope and office are judged per object. */
export function useMay(): (operation: OperationId) => boolean {
  const { permitted } = useMe();
  return (operation) => permitted.includes(operation);
}
