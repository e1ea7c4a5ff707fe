import { loadConfig } from '../config.ts';
import { consoleUrl, type OperatorAccess, operatorAccess } from './operatorAccess.ts';
import { randomPassword } from './users/password.ts';
import { createSetupToken } from './users/setupToken.ts';

const usage = `Usage:
  npm run admin -- reset <user name>   give an account a new password, to be changed at the next sign-in
  npm run admin -- link                print a one-time link that creates an administrator`;

/** Helps who cannot sign in: for the operator of the machine, who reaches the database anyway. */
async function main(): Promise<void> {
  const [command, username, ...rest] = process.argv.slice(2);
  const known = (command === 'reset' && username && rest.length === 0) || (command === 'link' && !username);
  if (!known) throw new Error(usage);
  const config = loadConfig();
  const access = await operatorAccess(config);
  try {
    if (command === 'reset' && username) console.log(await reset(access, username));
    else {
      const token = await createSetupToken(access.accounts.models, new Date());
      console.log(`Within a day and once:\n  ${consoleUrl(config)}/setup#${token}`);
    }
  } finally {
    await access.close();
  }
}

async function reset({ accounts, revocations }: OperatorAccess, username: string): Promise<string> {
  const user = await accounts.get(username);
  const password = randomPassword();
  await accounts.change(user, { password, mustChangePassword: true }, 'passwordSet', { actor: { id: 'operator' } });
  await revocations.revokeUser(user._id, new Date());
  const disabled = user.disabled ? '\nThe account is disabled; an administrator has to enable it.' : '';
  return `New password of ${user._id}, to be changed at the next sign-in: ${password}${disabled}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
