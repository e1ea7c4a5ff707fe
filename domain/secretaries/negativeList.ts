import { Refusal } from '../errors.ts';
import type { DecisionContext } from '../procedures/declaration.ts';
import { parameter } from '../procedures/parameters.ts';

/**
 * Why an opinion may not name this item of the negative list 负面清单, if so. S0 names two of its nine items; a slot that is
 * still blank says nothing, and nobody is shut out by it.
 */
export function refuseBlankItem({
  form,
  parameters,
}: Pick<DecisionContext, 'form' | 'parameters'>): Refusal | undefined {
  const items = parameter(parameters, 'selectSecretary.negativeListItems').value as string[];
  const given = Number(form['item']);
  if (items[given - 1]) return undefined;
  const supplied = items.flatMap((item, index) => (item ? [`${index + 1} ${item}`] : []));
  return new Refusal('invalid-input', 'The negative list has no such item', [
    { pointer: '/form/item', detail: `item ${given} is not supplied; there are: ${supplied.join(', ')}` },
  ]);
}
