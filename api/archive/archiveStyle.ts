import { Html } from '../reports/html.ts';

/** For a screen of any width and for A4 paper; nothing is fetched. */
export const archiveStyle = new Html(`
:root { --red: #b3261e; --ink: #1f1f1f; --soft: #5f5b57; --line: #d9d4cf; --wash: #faf6f3; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 1000px; color: var(--ink); background: #fff;
  font: 15px/1.65 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif; }
header { padding-bottom: 10px; border-bottom: 3px solid var(--red); }
h1 { margin: 0; font-size: 26px; line-height: 1.35; }
h2 { margin: 28px 0 8px; font-size: 19px; color: var(--red); break-after: avoid; }
p { margin: 4px 0; }
dl.cover { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 12px 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
dl.filled { margin: 4px 0; padding-left: 12px; border-left: 2px solid var(--line); }
dl.filled > div { display: flex; gap: 12px; }
dl.filled dt { flex: none; min-width: 6em; max-width: 14em; }
ol, ul { margin: 4px 0; padding-left: 1.6em; }
table { width: 100%; border-collapse: collapse; font-size: 14px; line-height: 1.5; }
th, td { padding: 4px 8px; border: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: var(--wash); font-weight: 600; }
.wide { overflow-x: auto; }
.events { padding: 0; list-style: none; }
.events > li { padding: 8px 0; border-bottom: 1px solid var(--line); break-inside: avoid; }
.superseded { color: var(--soft); }
.mark { padding: 0 6px; border: 1px solid currentcolor; border-radius: 3px; font-size: 12px; color: var(--red); }
blockquote { margin: 4px 0; padding: 4px 12px; border-left: 3px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
.long { white-space: pre-wrap; overflow-wrap: anywhere; }
small, .soft { color: var(--soft); }
code { font-size: 12px; overflow-wrap: anywhere; }
.warning { margin: 12px 0; padding: 8px 12px; border: 1px solid var(--red); color: var(--red); }
.other { margin-top: 48px; padding-top: 8px; border-top: 3px solid var(--ink); }
footer { margin-top: 32px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--soft); font-size: 13px; }
@page { size: A4; margin: 18mm; }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .other { break-before: page; } a { color: inherit; } }
`);
