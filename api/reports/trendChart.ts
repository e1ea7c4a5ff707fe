import { type Language, text } from '../../domain/text.ts';
import type { Trend } from './bulletin.ts';
import { Html, html } from './html.ts';

const [width, height, floor, ceiling] = [720, 210, 170, 24] as const;

/** Twelve months as bars, last year's pale beside them; the numbers stand above, so that it can be read without colours. */
export function trendChart({ compounds, months }: Trend, language: Language): Html {
  const top = Math.max(1, ...months.flatMap(({ now, before }) => [now ?? 0, before ?? 0]));
  const step = width / months.length;
  const bar = step * 0.32;
  const tall = (value: number): number => ((floor - ceiling) * value) / top;
  const column = (value: number | null, x: number, fill: string, label: boolean): Html =>
    value === null
      ? new Html('')
      : html`<rect x="${x.toFixed(1)}" y="${(floor - tall(value)).toFixed(1)}" width="${bar.toFixed(1)}" height="${tall(value).toFixed(1)}" fill="${fill}"/>${
          label
            ? html`<text x="${(x + bar / 2).toFixed(1)}" y="${(floor - tall(value) - 5).toFixed(1)}" text-anchor="middle">${value}</text>`
            : null
        }`;
  const label = text('近十二个月投诉量', 'Complaints of the last twelve months')[language];
  const drawn = months.map(({ month, now, before }, index) => {
    const x = index * step + step * 0.16;
    return html`${column(before, x, '#e3c9c4', false)}${column(now, x + bar + 2, '#b3261e', true)}<text x="${(x + bar).toFixed(1)}" y="${floor + 18}" text-anchor="middle">${Number(month.slice(5))}${language === 'zh' ? '月' : ''}</text>`;
  });
  const legend = text(
    `深色为本年，浅色为上年同月；${compounds}个逐月数据完整的在册小区`,
    `Dark: this year, pale: the same month of last year; ${compounds} compounds on the list with every month`,
  )[language];
  return html`<figure><div class="wide" tabindex="0"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}"><line x1="0" y1="${floor}" x2="${width}" y2="${floor}" stroke="#d9d4cf"/>${drawn}</svg></div><figcaption class="note">${legend}</figcaption></figure>`;
}
