import type { RehearsalReport } from '../../../api/operations.ts';
import { daysBetween } from '../../../parts/days.ts';
import { useOffices } from '../../../parts/offices.ts';
import { ScrollBox } from '../../../parts/ScrollBox.tsx';
import { useRehearsalWords } from './words.ts';

/** Sign-offs of each office by week: the number in each cell, its ground the darker the more. */
export function LoadTable({ report: { load } }: { report: RehearsalReport }) {
  const say = useRehearsalWords();
  const { titleOf: office } = useOffices();
  const weeks = weeksOf(load.flatMap((each) => each.weeks.map(({ week }) => week)));
  const most = Math.max(1, ...load.map(({ busiest }) => busiest.signOffs));
  return (
    <section aria-labelledby="load-title">
      <h2 id="load-title" className="section-title">
        {say('loadTitle')}
      </h2>
      <p className="faint" style={{ margin: '0 0 6px' }}>
        {say('loadLead')} {say('shownWeeks', { count: weeks.length })}
      </p>
      <ScrollBox className="load" aria-labelledby="load-title">
        <table>
          <thead>
            <tr>
              <th scope="col">{say('office')}</th>
              <th scope="col" className="num">
                {say('total')}
              </th>
              {weeks.map((week) => (
                <th key={week} scope="col" className="num" title={say('week', { day: week })}>
                  {week.slice(5)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {load.map((each) => {
              const byWeek = new Map(each.weeks.map(({ week, signOffs }) => [week, signOffs]));
              return (
                <tr key={each.office}>
                  <th scope="row">{office(each.office)}</th>
                  <td className="num total">{each.total}</td>
                  {weeks.map((week) => {
                    const signOffs = byWeek.get(week) ?? 0;
                    return (
                      <td
                        key={week}
                        className={signOffs === each.busiest.signOffs && signOffs > 0 ? 'num busiest' : 'num'}
                        style={signOffs === 0 ? undefined : { background: groundOf(signOffs / most) }}
                      >
                        {signOffs === 0 ? <span className="nil">·</span> : signOffs}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}

/** From nearly white to a blue on which dark text can still be read. */
function groundOf(share: number): string {
  return `color-mix(in srgb, #6fa8d6 ${Math.round(12 + share * 88)}%, #fff)`;
}

/** All Mondays from the first to the last, also those in which nobody decided anything. */
function weeksOf(mondays: readonly string[]): string[] {
  const sorted = [...mondays].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const origin = Date.parse(first);
  return Array.from({ length: daysBetween(first, last) / 7 + 1 }, (_, index) =>
    new Date(origin + index * 7 * 86_400_000).toISOString().slice(0, 10),
  );
}
