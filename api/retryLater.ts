import { type ErrorCode, Refusal } from '../domain/errors.ts';
import type { Text } from '../domain/text.ts';

/** A refusal that ends by itself; the seconds are the Retry-After header. */
export class RetryLater extends Refusal {
  readonly retryAfterSeconds: number;

  constructor(code: ErrorCode, retryAfterSeconds: number, detail?: Text) {
    super(code, detail);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
