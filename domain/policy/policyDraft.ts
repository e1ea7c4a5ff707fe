import type { z } from 'zod';
import {
  type Definition,
  definitionSchema,
  isDefinition,
  type Override,
  overrideSchema,
  type PolicyFile,
  policyHeadSchema,
} from './policySchema.ts';

/** One thing to put right: where it stands (`section.parameter.field`, empty for the file itself) and why. */
export interface PolicyProblem {
  file: string;
  path: string;
  reason: string;
  /** The reason in Chinese, where a change made while the service runs can bring it about. */
  zh?: string;
}

/** A problem of a file that is known already. */
export type PolicyFault = Omit<PolicyProblem, 'file'>;

export interface DraftEntry {
  section: string;
  name: string;
  /** Undefined when its shape was refused. */
  entry: Definition | Override | undefined;
  isDefinition: boolean;
}

/** A file while it is judged. */
export interface Draft {
  file: string;
  /** As stated, even when the head was refused for another reason. */
  jurisdiction: string | undefined;
  /** Its head, and the entries accepted so far; undefined when the head was refused. */
  accepted: PolicyFile | undefined;
  entries: DraftEntry[];
}

/** Reads the shape of one file, head and entries apart, so that each problem has its own path. */
export function readDraft(file: string, content: unknown, problems: PolicyProblem[]): Draft {
  const head = policyHeadSchema.safeParse(content);
  if (!head.success) problems.push(...issuesOf(file, head.error));
  const entries = rawEntries(content).map(({ section, name, raw }) => {
    const parsed = (isDefinition(raw) ? definitionSchema : overrideSchema).safeParse(raw);
    if (!parsed.success) problems.push(...issuesOf(file, parsed.error, [section, name]));
    return { section, name, entry: parsed.data, isDefinition: isDefinition(raw) };
  });
  const stated = isRecord(content) ? content.jurisdiction : undefined;
  const jurisdiction = typeof stated === 'string' ? stated : undefined;
  return { file, jurisdiction, entries, accepted: head.success ? { ...head.data, sections: {} } : undefined };
}

/** Keeps an entry that was judged sound. */
export function accept({ accepted }: Draft, { section, name, entry }: DraftEntry): void {
  if (accepted === undefined || entry === undefined) return;
  accepted.sections[section] = { ...accepted.sections[section], [name]: entry };
}

function rawEntries(content: unknown): { section: string; name: string; raw: unknown }[] {
  // The head may be refused for another reason; its entries are judged all the same.
  const sections = isRecord(content) && isRecord(content.sections) ? content.sections : {};
  return Object.entries(sections).flatMap(([section, parameters]) =>
    isRecord(parameters) ? Object.entries(parameters).map(([name, raw]) => ({ section, name, raw })) : [],
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function issuesOf(file: string, error: z.ZodError, prefix: string[] = []): PolicyProblem[] {
  return error.issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path.map(String)];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ file, path: [...path, key].join('.'), reason: 'there is no such field' }));
    }
    const reason = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    return [{ file, path: path.join('.'), reason }];
  });
}
