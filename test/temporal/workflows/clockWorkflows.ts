import { condition, continueAsNew, defineSignal, setHandler, sleep } from '@temporalio/workflow';

export const signOff = defineSignal('signOff');

/** Observes for 90 days, then waits 30 more for somebody to sign. */
export async function observation(): Promise<string> {
  let signed = false;
  setHandler(signOff, () => {
    signed = true;
  });
  await sleep('90 days');
  return (await condition(() => signed, '30 days')) ? 'signed' : 'unsigned';
}

/** Reminds every day, for `days` days. */
export async function dailyReminder(days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) await sleep('1 day');
}

/** Continues as new after every month, as often as is left. */
export async function monthlyCheck(monthsLeft: number): Promise<string> {
  await sleep('30 days');
  if (monthsLeft > 1) return await continueAsNew<typeof monthlyCheck>(monthsLeft - 1);
  return new Date(Date.now()).toISOString();
}
