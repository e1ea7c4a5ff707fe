import { Html } from '../reports/html.ts';

/** For a screen of any width and for A4 paper; nothing is fetched. */
export const documentStyle = new Html(`
:root { --red: #b3261e; --ink: #1f1f1f; --soft: #5f5b57; --line: #d9d4cf; --wash: #faf6f3; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 28px 24px 40px; max-width: 780px; color: var(--ink); background: #fff;
  font: 17px/1.85 'FangSong', 'STFangsong', 'Noto Serif CJK SC', 'Songti SC', Georgia, serif; }
header { border-bottom: 3px solid var(--red); padding-bottom: 12px; text-align: center; }
.kind { margin: 0; color: var(--red); letter-spacing: .2em; }
h1 { margin: 6px 0; font-size: 27px; line-height: 1.35; text-wrap: balance; }
.number { margin: 0; color: var(--soft); }
h2 { margin: 22px 0 6px; font-size: 19px; break-after: avoid; }
main p { margin: 12px 0; text-indent: 2em; overflow-wrap: anywhere; }
main p.to { text-indent: 0; }
:lang(en) main p { text-indent: 0; }
table { width: 100%; margin: 12px 0; border-collapse: collapse; font-size: 15px; line-height: 1.6; }
th, td { padding: 5px 8px; border: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: var(--wash); font-weight: 600; }
tr, .signed { break-inside: avoid; }
.signed { margin: 34px 0 0; text-align: right; }
.warning { margin: 0 0 14px; padding: 8px 12px; border: 1px solid var(--red); color: var(--red); text-align: center; }
footer { margin-top: 36px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--soft); font: 12px/1.6 system-ui, sans-serif; }
footer p { margin: 2px 0; }
code { overflow-wrap: anywhere; }
@page { size: A4; margin: 24mm 24mm 22mm; }
@media print { body { max-width: none; padding: 0; font-size: 14pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; } h1 { font-size: 22pt; } }
`);
