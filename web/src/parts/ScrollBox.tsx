import type { ComponentProps } from 'react';

type Props = ComponentProps<'div'> & { role?: 'region' | 'table' } & (
    | { 'aria-label': string }
    | { 'aria-labelledby': string }
  );

/** A part of the page that scrolls by itself: named, and within reach of the keyboard, with which it scrolls too. */
export function ScrollBox({ role = 'region', ...props }: Props) {
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be within reach of the keyboard
  return <div {...props} role={role} tabIndex={0} />;
}
