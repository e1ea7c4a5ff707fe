import type { FormInstance } from 'antd';
import type { ApiProblem } from '../../../api/client.ts';

/** `/posts/0/office` as the form names its fields: `['posts', 0, 'office']`. */
function fieldOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Shows what the API refused at the fields concerned. */
export function showAtFields(form: FormInstance, { errors }: ApiProblem): void {
  form.setFields(errors.map(({ pointer, detail }) => ({ name: fieldOf(pointer), errors: [detail] })) as never);
}
