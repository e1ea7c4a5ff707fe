import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type ResolvedPolicy, resolvePolicy } from '../../../domain/policy/resolvePolicy.ts';
import { accepted } from './buildFiles.ts';

const folder = new URL('../../../policies/', import.meta.url);

const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const read = Object.fromEntries(names.map((name) => [name, parse(readFileSync(new URL(name, folder), 'utf8'))]));

/** What the policy files of the project hold, by file name; each call gives a copy of its own. */
export function shippedFiles(): Record<string, unknown> {
  return structuredClone(read);
}

export function shippedPolicy(locality: string): ResolvedPolicy {
  return shippedPolicyOf(shippedFiles(), locality);
}

export function shippedPolicyOf(files: Record<string, unknown>, locality: string): ResolvedPolicy {
  return resolvePolicy(accepted(files), locality);
}
