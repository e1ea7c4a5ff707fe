import { useRead } from '../../../api/queries.ts';

/** The titles of stages and decisions that come without their procedure: from the one that has all these stages. */
export function useStageTitles(stages: readonly string[]) {
  const procedures = useRead('listProcedures', {}, { staleTime: 300_000 });
  const kind = procedures.data?.items.find((each) => {
    const own = new Set(each.stages.map(({ id }) => id));
    return stages.every((stage) => own.has(stage));
  })?.kind;
  const { data } = useRead(
    'getProcedure',
    { path: { kind: kind ?? '' } },
    { enabled: kind !== undefined && stages.length > 0, staleTime: 300_000 },
  );
  return {
    stage: (stage: string) => data?.stages[stage]?.title ?? stage,
    decision: (stage: string, decision: string) =>
      Object.values(data?.stages[stage]?.faces ?? {}).flatMap(({ decisions }) => decisions[decision]?.title ?? [])[0] ??
      decision,
  };
}
