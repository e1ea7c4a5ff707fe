import { Context } from '@temporalio/activity';

const beatMs = 5000;

/** Does the work of an activity, and lets Temporal know all the while that somebody is at it: when it dies, another goes on soon. */
export async function whileBeating<T>(work: () => Promise<T>): Promise<T> {
  const activity = Context.current();
  const timer = setInterval(() => activity.heartbeat(), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
