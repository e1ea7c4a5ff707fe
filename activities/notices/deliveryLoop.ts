import { setTimeout as pause } from 'node:timers/promises';
import { deliverDue } from './deliver.ts';
import { type DeliveryGiven, deliveryParts } from './deliveryParts.ts';
import { spreadNotices } from './spread.ts';

const idleMilliseconds = 1000;
/** After an outage of MongoDB; its own patience comes on top. */
const troubleMilliseconds = 3000;

/** Delivers notices of one space until it is stopped. Several workers may do so at once. */
export interface DeliveryLoop {
  /** Ends after what is under way. */
  stop(): Promise<void>;
}

export function startDelivery(given: DeliveryGiven): DeliveryLoop {
  const parts = deliveryParts(given);
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (turn: () => Promise<number>): Promise<void> => {
    let toldTrouble = false;
    while (!signal.aborted) {
      let wait = troubleMilliseconds;
      try {
        wait = (await turn()) > 0 ? 0 : idleMilliseconds;
        toldTrouble = false;
      } catch (error) {
        if (!toldTrouble) given.logger.warn({ err: error, space: given.space }, 'Notices cannot be delivered now');
        toldTrouble = true;
      }
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  };
  // Apart from each other: a receiver that does not answer holds up nobody's inbox.
  const running = Promise.all([run(() => spreadNotices(parts)), run(() => deliverDue(parts))]);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
