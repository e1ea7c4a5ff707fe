import { Html } from './html.ts';

/** For a screen of any width and for A4 paper; nothing is fetched. */
export const bulletinStyle = new Html(`
:root { --red: #b3261e; --ink: #1f1f1f; --soft: #5f5b57; --line: #d9d4cf; --wash: #faf6f3; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 28px 24px 40px; max-width: 1000px; color: var(--ink); background: #fff;
  font: 15px/1.6 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, sans-serif; }
header { border-bottom: 3px solid var(--red); padding-bottom: 14px; text-align: center; }
h1 { margin: 0; color: var(--red); font-size: 30px; line-height: 1.3; letter-spacing: .04em; text-wrap: balance; }
h1 + p { margin: 8px 0 0; color: var(--soft); }
.lead { margin: 18px 0; font-size: 17px; line-height: 1.75; }
h2 { margin: 30px 0 10px; padding-left: 10px; border-left: 4px solid var(--red); font-size: 19px; line-height: 1.3; break-after: avoid; }
h3 { margin: 18px 0 6px; font-size: 15px; break-after: avoid; }
.note { margin: 0 0 8px; color: var(--soft); font-size: 13px; }
.cards { display: grid; grid-template-columns: repeat(4, 1fr); gap: 10px; margin: 0; padding: 0; }
.cards > div { padding: 10px 12px; background: var(--wash); border: 1px solid var(--line); border-radius: 6px; break-inside: avoid; }
.cards dt { color: var(--soft); font-size: 13px; }
.cards dd { margin: 0; font-size: 26px; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
.cards small { display: block; color: var(--soft); font-size: 12px; font-weight: 400; line-height: 1.4; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td { padding: 5px 8px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { background: var(--wash); border-bottom: 2px solid var(--line); font-weight: 600; }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td small { color: var(--soft); }
th[scope='row'], td.n { white-space: nowrap; }
tr { break-inside: avoid; }
.names { margin: 0 0 4px; font-size: 14px; line-height: 1.9; }
.names b { margin-right: 6px; font-weight: 600; }
.names span { display: inline-block; margin-right: 16px; }
.names small { color: var(--soft); font-variant-numeric: tabular-nums; }
.none { margin: 0; color: var(--soft); }
figure { margin: 0; break-inside: avoid; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 12px; }
footer { margin-top: 28px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--soft); font-size: 12px; }
@media (max-width: 560px) {
  body { padding: 18px 14px 30px; }
  h1 { font-size: 23px; }
  .cards { grid-template-columns: 1fr 1fr; }
  .cards dd { font-size: 22px; }
  .wide > * { min-width: 620px; }
}
@page { size: A4; margin: 16mm 14mm 18mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  h1 { font-size: 22pt; } h2 { font-size: 14pt; } .lead { font-size: 12pt; } table, .names { font-size: 9.5pt; }
  .cards { grid-template-columns: repeat(4, 1fr); } .cards dd { font-size: 18pt; }
  .wide { overflow: visible; } thead { display: table-header-group; }
}
`);
