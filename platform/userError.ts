/** Something the person at the keyboard can put right: the message says what is wrong and the way out, and is all that is shown. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
