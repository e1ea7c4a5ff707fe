import { fieldError, Refusal } from '../errors.ts';
import type { DecisionContext } from '../procedures/declaration.ts';
import { parameter } from '../procedures/parameters.ts';
import { text } from '../text.ts';

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
  return new Refusal('invalid-input', text('负面清单没有这一项', 'The negative list has no such item'), [
    fieldError(
      '/form/item',
      text(
        `负面清单没有第${given}项；已有：${supplied.join('、')}`,
        `item ${given} is not supplied; there are: ${supplied.join(', ')}`,
      ),
    ),
  ]);
}
