import type { Answer } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import type { Schema } from '../../../parts/form/schema.ts';
import type { TimelineEvent } from './useTimeline.ts';

export type DeclaredDecisions = Answer<'getProcedure'>['stages'][string]['faces'][string]['decisions'];

/** The decisions that were offered together with the one an event tells of. */
export function useOffered(kind: string, { type, stage = '', data }: TimelineEvent): DeclaredDecisions | undefined {
  const procedure = useRead('getProcedure', { path: { kind } }, { staleTime: Number.POSITIVE_INFINITY });
  if (type !== 'decided' && type !== 'corrected') return undefined;
  const decision = decisionIn(data);
  const faces = Object.values(procedure.data?.stages[stage.split('#')[0] ?? '']?.faces ?? {});
  return faces.find(({ decisions }) => decisions[decision] !== undefined)?.decisions;
}

function decisionIn({ decision }: TimelineEvent['data']): string {
  return typeof decision === 'string' ? decision : '';
}

/** The form in which the words of an event were handed in. */
export function useFormOf(kind: string, event: TimelineEvent): Schema | undefined {
  const decision = useOffered(kind, event)?.[decisionIn(event.data)];
  const statement = useStatement(kind);
  return event.type === 'caseOpened' ? statement : ((decision?.form ?? undefined) as Schema | undefined);
}

/** The form of what whoever starts a case says in words. */
export function useStatement(kind: string): Schema | undefined {
  const procedure = useRead('getProcedure', { path: { kind } }, { staleTime: Number.POSITIVE_INFINITY });
  return (procedure.data?.statement ?? undefined) as Schema | undefined;
}
