import { z } from 'zod';
import { choicesSchema } from '../../domain/votes/ballot.ts';
import type { BallotDocument, BallotEntry } from '../../models/votes.ts';

const entrySchema = z.strictObject({
  at: z.iso.datetime(),
  via: z.enum(['paper', 'import', 'online']),
  by: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  choices: choicesSchema.nullable(),
  invalid: z.string().nullable(),
  castOn: z.iso.date(),
  proxy: z.strictObject({ name: z.string(), evidence: z.string() }).nullable(),
  note: z.string().nullable(),
});

export const ballotSchema = z
  .strictObject({
    id: z.string(),
    unit: z.string(),
    state: z
      .enum(['entered', 'differs', 'valid', 'invalid'])
      .describe('`entered`: read once; `differs`: two readings disagree; only `valid` ones count'),
    choices: choicesSchema.nullable().describe('Of a ballot that counts'),
    acceptedAt: z.iso.datetime().nullable(),
    entries: z.array(entrySchema).describe('Every reading, oldest first'),
  })
  .meta({ id: 'Ballot' });

export function ballotView({ _id, unit, state, choices, acceptedAt, entries }: BallotDocument) {
  return {
    id: _id,
    unit,
    state,
    choices,
    acceptedAt: acceptedAt?.toISOString() ?? null,
    entries: entries.map(entryView),
  } satisfies z.input<typeof ballotSchema>;
}

function entryView({ at, via, by, reading, castOn, proxy, note }: BallotEntry): z.input<typeof entrySchema> {
  return {
    at: at.toISOString(),
    via,
    by: by ?? null,
    choices: 'invalid' in reading ? null : reading.choices,
    invalid: 'invalid' in reading ? reading.invalid : null,
    castOn,
    proxy: proxy ?? null,
    note: note ?? null,
  };
}
