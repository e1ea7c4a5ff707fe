import { type Calendar, dayOf } from '../calendar/calendar.ts';
import { fieldError, fieldErrors, inBothLanguages, Refusal } from '../errors.ts';
import type { Actor } from '../organisation/actor.ts';
import { caseParameters, type ResolvedPolicy } from '../policy/resolvePolicy.ts';
import type { Procedure } from '../procedures/declaration.ts';
import { type Json, text } from '../text.ts';
import type { CaseLink, Space, Subject } from './caseView.ts';
import { type CaseOpening, isIdPart } from './opening.ts';

/** What whoever starts a case knows of it. */
export interface OpeningParts {
  procedure: Procedure;
  space: Space;
  subject: Subject;
  /** As the procedure's input schema asks; checked here. */
  input: unknown;
  /** As the procedure's statement schema asks; checked here. */
  statement?: unknown;
  policy: ResolvedPolicy;
  calendar: Calendar;
  campaign?: string | null | undefined;
  links?: CaseLink[] | undefined;
  startedBy: Actor;
  /** Hashes that make a repeat of the start find what it started. */
  key: string;
  body: string;
  underWay?: CaseOpening['underWay'] | undefined;
  /** The present, ISO. */
  now: string;
  /** Rehearsal: the instant at which the case begins; see `CaseOpening.beginsAt`. */
  beginsAt?: string | undefined;
}

/**
 * Everything a case carries for the rest of its life, but for its ordinal: `id` is empty until `numbered`.
 *
 * Whoever starts it keeps policy and calendar by their versions first (`keepVersions`), since the case refers to them.
 *
 * @throws Refusal invalid-input, import-invalid
 */
export function prepareOpening(parts: OpeningParts): CaseOpening {
  const { procedure, policy, underWay, beginsAt } = parts;
  const input = procedure.input.safeParse(parts.input, inBothLanguages);
  if (!input.success) throw new Refusal('invalid-input', undefined, fieldErrors(input.error, '/input'));
  const statement = procedure.statement?.safeParse(parts.statement ?? {}, inBothLanguages);
  if (statement?.success === false) throw new Refusal('invalid-input', undefined, fieldErrors(statement.error));
  const today = dayOf(beginsAt ?? parts.now);
  if (underWay && underWay.startedOn > today) {
    const detail = text(`晚于今天（${today}）`, `lies in the future; today is ${today}`);
    throw new Refusal('import-invalid', undefined, [fieldError('/underWay/startedOn', detail)]);
  }
  const carried = input.data as Record<string, Json>;
  const recurring = keyOf(procedure, carried);
  return {
    id: '',
    kind: procedure.kind,
    space: parts.space,
    subject: parts.subject,
    input: carried,
    locality: policy.locality,
    policy: {
      version: policy.version,
      parameters: caseParameters(policy, [...procedure.sections, 'ladder', 'acts']),
    },
    calendar: parts.calendar,
    ...(recurring !== undefined && { recurring }),
    campaign: parts.campaign ?? null,
    links: parts.links ?? [],
    startedBy: parts.startedBy,
    ...(statement && { statement: statement.data as Json }),
    key: parts.key,
    body: parts.body,
    ...(underWay && { underWay }),
    ...(beginsAt !== undefined && { beginsAt }),
    epoch: 1,
  };
}

/**
 * What recurs, which becomes part of the case's id.
 *
 * @throws Refusal invalid-input, naming the fields it is made of, when it cannot
 */
function keyOf({ key }: Procedure, input: Record<string, Json>): string | undefined {
  const fields: string[] = [];
  const noting = new Proxy(input, {
    get: (from, name: string) => {
      fields.push(name);
      return from[name];
    },
  });
  const recurring = key?.(noting);
  if (recurring === undefined || isIdPart(recurring)) return recurring;
  const detail = text(
    `“${recurring}”不能用于案件编号：只可用1至40个字母、数字、“_”和“-”`,
    `“${recurring}” cannot stand in the id of a case: 1 to 40 letters, digits, _ and - can`,
  );
  throw new Refusal(
    'invalid-input',
    undefined,
    [...new Set(fields)].map((name) => fieldError(`/input/${name}`, detail)),
  );
}
