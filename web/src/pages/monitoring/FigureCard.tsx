import { Link, useSearchParams } from 'react-router';
import { useLanguage } from '../../words/words.ts';
import { Definition } from './Definition.tsx';
import { searchWith } from './selection.ts';
import { type Figure, fractionWords, inLanguage, valueWords } from './values.ts';
import { useMonitoringWords } from './words.ts';

/** One figure: its value, what it was computed from, its definition, and the way to the cases behind it. */
export function FigureCard({ figure }: { figure: Figure }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  const [params] = useSearchParams();
  const { key, unit, value, reason, sample, cases } = figure;
  const shown = valueWords(unit, value);
  const fraction = fractionWords(unit, value);
  return (
    <section className="figure">
      <h3>
        {inLanguage(figure.title, language)}
        <Definition figure={figure} />
      </h3>
      {cases.count > 0 ? (
        <Link
          className="figure-value"
          to={{ search: searchWith(params, { figure: key }) }}
          title={inLanguage(cases.what, language)}
          aria-label={`${inLanguage(figure.title, language)} ${shown}: ${say('showCases', { count: cases.count })}`}
        >
          {shown}
        </Link>
      ) : (
        <span className="figure-value">{shown}</span>
      )}
      <p className="faint">
        {reason
          ? inLanguage(reason, language)
          : value?.denominator === sample.size && fraction
            ? `${fraction} ${inLanguage(sample.of, language)}`
            : [fraction, say('sampleOf', { size: sample.size, of: inLanguage(sample.of, language) })]
                .filter(Boolean)
                .join(' · ')}
      </p>
    </section>
  );
}
