import type { Route } from '../firstMatch.ts';
import type { Machine } from '../machine.ts';
import { checkedBinary } from './checkedBinary.ts';

/** A command that is installed on the machine: `temporal` or `mongod`. */
export function onPath(machine: Machine, command: 'temporal' | 'mongod'): Route {
  return {
    name: `${command} on PATH`,
    find: async () => {
      const path = await machine.which(command);
      if (path === undefined) throw new Error('not installed');
      return await checkedBinary(machine, command === 'temporal' ? 'cli' : 'mongod', path);
    },
  };
}
