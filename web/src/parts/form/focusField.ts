import { idOf } from './SchemaForm.tsx';

/** Leads to a field that has to be filled in: its control, or the first of its buttons. */
export function focusField(pointer: string): void {
  const id = idOf(pointer);
  const control = document.getElementById(id) ?? document.querySelector(`[aria-labelledby="${id}-label"] input`);
  if (control instanceof HTMLElement) control.focus();
}
