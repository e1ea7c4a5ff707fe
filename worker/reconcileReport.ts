import type { Finding } from '../activities/reconcile/findings.ts';
import type { ReconcileResult } from './reconcileCases.ts';

/** What the operator reads: a line for each difference, then the counts. */
export function reportOf(result: ReconcileResult): string {
  const rows = result.cases.flatMap(({ case: id, findings, remaining }) =>
    findings.map((finding, index) => [
      index === 0 ? id : '',
      finding.what,
      finding.detail,
      doneOf(finding, result, remaining),
    ]),
  );
  return [...(rows.length > 0 ? [table([headings(result), ...rows]), ''] : []), ...countsOf(result)].join('\n');
}

function headings({ mode }: ReconcileResult): string[] {
  return ['case', 'wrong', 'what', mode === 'dryRun' ? '--repair would' : 'done'];
}

function doneOf(finding: Finding, { mode }: ReconcileResult, remaining: readonly Finding[]): string {
  if (finding.hopeless !== undefined) return `cannot be repaired: ${finding.hopeless}`;
  if (mode === 'dryRun') return finding.repair ?? '';
  const stays = remaining.some(({ what, detail }) => what === finding.what && detail === finding.detail);
  return stays ? 'NOT repaired' : `repaired: ${finding.repair ?? ''}`;
}

function countsOf(result: ReconcileResult): string[] {
  const { space, mode, compared, agree, differing, repaired, remaining, troubles, lag, anchors } = result;
  const byTrouble = Object.entries(troubles).map(([trouble, count]) => `${trouble} ${count}`);
  return [
    `${space}: ${compared} cases compared, ${agree} agree, ${differing} differ${byTrouble.length > 0 ? ` (${byTrouble.join(', ')})` : ''}`,
    lag.cases === 0
      ? 'lag: nothing is waiting'
      : `lag: ${lag.events} events of ${lag.cases} cases on their way, the oldest for ${lag.seconds} s`,
    anchors.files === 0
      ? 'anchors: none found; of cases that Temporal no longer keeps, newest events that were cut off cannot be found'
      : `anchors: ${anchors.files} read${anchors.faults.map(({ file, fault }) => `; ${file}: ${fault}`).join('')}`,
    mode === 'dryRun'
      ? 'nothing was written'
      : `${repaired} cases ${mode === 'rebuild' ? 'written' : 'repaired'}, ${remaining} still differ`,
  ];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
