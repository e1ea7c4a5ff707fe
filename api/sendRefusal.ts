import type { Request, Response } from 'express';
import { errorRegistry, type Refusal } from '../domain/errors.ts';
import { languageOf, reasonLanguageOf } from './language.ts';
import { requestIdOf } from './observability.ts';
import { problemMediaType, problemOf } from './problem.ts';
import { RetryLater } from './retryLater.ts';

/** Seconds after which a client may try again what a part that is away prevented. */
const retryAfter = '5';

/** Answers with problem details. */
export function sendRefusal(req: Request, res: Response, refusal: Refusal): void {
  const language = languageOf(req);
  const { status } = errorRegistry[refusal.code];
  const { pathname } = new URL(req.originalUrl, 'http://localhost');
  if (status === 503 && !res.get('Retry-After')) res.set('Retry-After', retryAfter);
  if (refusal instanceof RetryLater) res.set('Retry-After', String(refusal.retryAfterSeconds));
  if (status === 401) res.set('WWW-Authenticate', 'Bearer');
  res
    .status(status)
    .set({ 'Content-Type': problemMediaType, 'Content-Language': language, 'Cache-Control': 'no-store' })
    .send(
      JSON.stringify(
        problemOf(refusal, {
          instance: pathname,
          requestId: requestIdOf(req),
          language,
          reasons: reasonLanguageOf(req),
        }),
      ),
    );
}
