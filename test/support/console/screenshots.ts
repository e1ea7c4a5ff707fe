/**
 * `npm run screenshots`: pictures of every page in both languages at two widths, in the ignored folder `screenshots/`, of sample
 * data with a campaign under way in the rehearsal space. Names choose pages: `npm run screenshots -- dashboard case`. With
 * ZHENGZHI=http://localhost:8080 and SAMPLE_PASSWORD a service that is running, and its newest campaign, are shown instead.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../../docs/markdown.ts';
import { ConsoleUnderTest, samplePassword } from './console.ts';
import { type ConsolePage, consolePages, type Scenery } from './pages.ts';
import { type Language, Visits } from './visits.ts';

const { ZHENGZHI, SAMPLE_PASSWORD = samplePassword } = process.env;
const folder = join(projectDir, 'screenshots');
const wanted = process.argv.slice(2);

mkdirSync(folder, { recursive: true });
if (ZHENGZHI) await takeAll(ZHENGZHI, SAMPLE_PASSWORD);
else await ofOwnServers();
process.exit(0);

async function ofOwnServers(): Promise<void> {
  const console = await ConsoleUnderTest.start('full');
  try {
    await playDemo(console.api.base);
    await takeAll(console.api.base, samplePassword);
  } finally {
    await console.stop();
  }
}

async function takeAll(base: string, password: string): Promise<void> {
  const visits = await Visits.to(base, password);
  const pages = consolePages(await sceneryOf(visits));
  const chosen = pages.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  for (const language of ['zh', 'en'] as const) {
    for (const width of [1440, 390]) {
      for (const page of chosen) await take(visits, page, language, width);
    }
  }
  await visits.end();
}

async function take(visits: Visits, page: ConsolePage, language: Language, width: number): Promise<void> {
  const { name, as, path } = page;
  const visitor = await visits.visit(as, { language, width, space: 'rehearsal' });
  try {
    await visitor.open(path);
    await visitor.page.screenshot({ path: join(folder, `${name}-${language}-${width}.png`), fullPage: width === 390 });
    process.stdout.write(`${name} ${language} ${width} ${visitor.complaints.join(' | ')}\n`);
  } catch (error) {
    process.stdout.write(`${name} ${language} ${width} FAILED ${String(error).split('\n')[0]}\n`);
  } finally {
    await visitor.leave();
  }
}

/** Some months of a campaign, in skipped time. */
async function playDemo(base: string): Promise<void> {
  const args = ['--import', 'tsx', join('api', 'demo', 'main.ts'), '--compounds', '24', '--months', '3'];
  const demo = spawn(process.execPath, args, {
    cwd: projectDir,
    env: { ...process.env, ZHENGZHI: `${base}/api/v1`, SAMPLE_PASSWORD: samplePassword },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((done) => demo.once('exit', done));
  if (code !== 0) throw new Error('The demonstration failed');
}

interface Listed {
  items: { id: string; month: string; subject?: { scope: string } }[];
}

/** The newest campaign of the rehearsal space, a case of it, and a month. */
async function sceneryOf(visits: Visits): Promise<Scenery> {
  const { context } = await visits.visit('coordinator', { space: 'rehearsal' });
  const read = async (path: string) =>
    (await (await context.request.get(`${visits.base}/api/v1${path}`)).json()) as Listed;
  const campaign = (await read('/campaigns')).items[0]?.id ?? '';
  const cases = await read(campaign === '' ? '/cases' : `/cases?campaign=${campaign}`);
  const month = (await read('/rankings')).items[0]?.month ?? '';
  await context.close();
  // The sample's reviewing offices are those of the first street.
  const near = cases.items.find(({ subject }) => subject?.scope.startsWith('linyi/lanshan/yinqueshan'));
  return { campaign, case: (near ?? cases.items[0])?.id ?? '', month };
}
