import { z } from 'zod';
import { figureDefinitions, figureKeys, figureUnits } from '../../domain/figures/definitions.ts';
import type { Figure } from '../../domain/figures/figure.ts';
import type { FigureWindow } from '../../domain/figures/window.ts';
import { monthSchema } from '../../domain/rankings/complaintMonth.ts';
import { textSchema } from '../../domain/text.ts';
import type { SelectionQuery } from './selection.ts';

export const windowSchema = z.strictObject({ from: monthSchema, to: monthSchema }).meta({ id: 'FigureWindow' });

export const valueSchema = z
  .strictObject({ numerator: z.int(), denominator: z.int().min(1) })
  .meta({ id: 'FigureValue', description: 'Exact; a count has the denominator 1, a change may be negative' });

export const figureKeySchema = z.enum(figureKeys).meta({ id: 'FigureKey' });

export const figureSchema = z
  .strictObject({
    key: figureKeySchema,
    title: textSchema,
    definition: textSchema,
    unit: z.enum(figureUnits),
    value: valueSchema.nullable(),
    reason: textSchema.nullable().describe('Why there is no value'),
    window: windowSchema,
    sample: z.strictObject({ size: z.int(), of: textSchema }),
    source: textSchema,
    cases: z.strictObject({ count: z.int(), what: textSchema, href: z.string() }).describe('The cases behind it'),
  })
  .meta({ id: 'Figure' });
export type FigureView = z.infer<typeof figureSchema>;

/** A figure with its definition, its window and the way to the cases behind it. */
export function figureView(figure: Figure, window: FigureWindow, query: Omit<SelectionQuery, 'present'>): FigureView {
  const { title, definition, unit, sample, source, behind } = figureDefinitions[figure.key];
  return {
    key: figure.key,
    title,
    definition,
    unit,
    value: figure.value,
    reason: figure.reason,
    window,
    sample: { size: figure.sample, of: sample },
    source,
    cases: {
      count: new Set(figure.cases).size,
      what: behind,
      href: link('/api/v1/dashboard/cases', { figure: figure.key, ...query, ...window }),
    },
  };
}

/** An address with the parameters that are given. */
export function link(path: string, parameters: Record<string, string | undefined>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) given.set(name, value);
  return given.size === 0 ? path : `${path}?${given.toString()}`;
}
