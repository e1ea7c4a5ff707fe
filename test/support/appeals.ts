import { procedure } from '../../domain/procedures/appeal.ts';
import { buildOpening, buildTrial, type TestBench, type TestCase, withPolicy } from './cases.ts';

/** A decision of a case that somebody contests. */
export interface Contested {
  original: TestCase;
  event: number;
}

/** A trial whose visit was reported, so that its seal is asked; the report is what is contested. */
export async function reported(bench: TestBench): Promise<Contested> {
  const original = await bench.open(buildTrial('visit'));
  await original.advance('P31D');
  const { events } = await original.decide('visit', 'report');
  return { original, event: events.from };
}

/** The appeal against it, handed in by the property company; it holds the seal back. */
export async function appealed(
  bench: TestBench,
  { original, event }: Contested,
  policy: Record<string, boolean | number> = {},
): Promise<TestCase> {
  const { subject } = original.opening;
  const opening = buildOpening(
    {
      kind: 'appeal',
      id: `appeal:${subject.id}:trial-1-${event}:1`,
      recurring: `trial-1-${event}`,
      subject,
      statement: { grounds: '示例理由', appellant: '示例申诉人' },
      links: [{ case: original.id, relation: 'appeals' }],
      input: {
        case: original.id,
        event,
        stage: 'visit#1',
        decision: 'report',
        office: 'gridWorker',
        on: '2026-01-05',
        notBy: ['gridWorker', 'propertyCompany'],
        holds: ['seal'],
      },
    },
    procedure.sections,
  );
  return await bench.open(withPolicy(opening, policy));
}
