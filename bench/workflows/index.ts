/** What ours is measured against: the least that Temporal itself does for the same act. */
import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

export const tick = defineUpdate<number>('tick');

const { nothing } = proxyActivities<{ nothing(): Promise<void> }>({ startToCloseTimeout: '20 seconds' });

/** An update that is accepted, and a timer that is set anew. */
export async function bare(): Promise<void> {
  let acts = 0;
  setHandler(tick, () => {
    acts += 1;
    return acts;
  });
  for (;;) {
    const seen = acts;
    await condition(() => acts !== seen, '15 days');
  }
}

/** The same, and one empty activity for each act: the floor for anything with a read model. */
export async function floor(): Promise<void> {
  let acts = 0;
  let flushed = 0;
  setHandler(tick, () => {
    acts += 1;
    return acts;
  });
  const flush = async (): Promise<never> => {
    for (;;) {
      await condition(() => acts > flushed);
      flushed = acts;
      await nothing();
    }
  };
  const timer = async (): Promise<never> => {
    for (;;) {
      const seen = acts;
      await condition(() => acts !== seen, '15 days');
    }
  };
  await Promise.race([flush(), timer()]);
}
