/** One line that grows; where nobody watches, a line for each tenth. */
export class ProgressBar {
  private readonly title: string;
  private readonly live = process.stdout.isTTY;
  private shown = -1;

  constructor(title: string) {
    this.title = title;
  }

  show(done: number, of: number, detail: string): void {
    const share = of === 0 ? 1 : Math.min(1, done / of);
    const filled = Math.round(share * 30);
    const line = `${this.title} [${'#'.repeat(filled)}${'.'.repeat(30 - filled)}] ${Math.round(share * 100)} %  ${detail}`;
    if (this.live) process.stdout.write(`\r${line.padEnd(100)}`);
    else if (Math.floor(share * 10) > this.shown) process.stdout.write(`${line}\n`);
    this.shown = Math.floor(share * 10);
  }

  end(): void {
    if (this.live) process.stdout.write('\n');
  }
}

/** Rows of a name and a value, in columns. */
export function table(rows: readonly (readonly [string, string | number])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${String(value).padStart(12)}`).join('\n');
}
