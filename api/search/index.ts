import type { Endpoint } from '../endpoint.ts';
import { search } from './search.ts';

export const searchEndpoints: readonly Endpoint[] = [search];
