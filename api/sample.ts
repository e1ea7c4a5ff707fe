import { parseArgs } from 'node:util';
import { loadConfig, spaces } from '../config.ts';
import { loadSampleAccounts, loadSampleComplaints, loadSampleRegisters, type SampleAccount } from './loadSample.ts';
import { consoleUrl, operatorAccess } from './operatorAccess.ts';
import { loadPolicyShelf } from './policies/policyShelf.ts';
import { type SampleSize, sampleSizes } from './sampleDistrict.ts';
import { createSetupToken } from './users/setupToken.ts';

/** Loads sample data of the size asked for into both spaces, and prints what one needs to sign in. May be repeated. */
async function main(): Promise<void> {
  const { size, quiet } = given(process.argv.slice(2));
  const config = loadConfig();
  const { accounts, registers, complaints, close } = await operatorAccess(config);
  try {
    if (size === 'none') {
      const administrator = await accounts.models.users.exists({ role: 'administrator', disabled: false });
      if (administrator) {
        console.log('There is an administrator already (a lost password: npm run admin -- reset <user name>).');
        return;
      }
      const token = await createSetupToken(accounts.models, new Date());
      console.log(
        `Create the first administrator here, within a day and once:\n  ${consoleUrl(config)}/setup#${token}`,
      );
      return;
    }
    const policies = await loadPolicyShelf();
    const now = new Date();
    for (const space of spaces) {
      await loadSampleRegisters(registers[space], size, policies, now);
      await loadSampleComplaints(complaints[space], size, now);
    }
    const loaded = await loadSampleAccounts(accounts, size, config.samplePassword);
    if (!quiet) console.log(table(loaded, config.samplePassword !== undefined));
  } finally {
    await close();
  }
}

/** `--quiet` says nothing of the accounts, for who has given them their password. */
function given(args: readonly string[]): { size: SampleSize; quiet: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: { size: { type: 'string', default: 'small' }, quiet: { type: 'boolean', default: false } },
  });
  const size = sampleSizes.find((each) => each === values.size);
  if (!size) throw new Error(`There is no sample of size ${values.size}: --size ${sampleSizes.join('|')}`);
  return { size, quiet: values.quiet };
}

function table(accounts: readonly SampleAccount[], given: boolean): string {
  const fresh = accounts.some(({ password }) => password !== undefined);
  if (!fresh) return 'The sample accounts exist already (a lost password: npm run admin -- reset <user name>).';
  const password = (account: SampleAccount) =>
    account.password === undefined ? '(unchanged)' : given ? '(SAMPLE_PASSWORD)' : account.password;
  const rows = accounts.map((account) => [account.username, password(account), account.where, account.name]);
  const head = ['user name', 'password', 'where', 'who'];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const lines = [head, ...rows].map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
  return ['Sample accounts; passwords are shown this once:', ...lines].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
