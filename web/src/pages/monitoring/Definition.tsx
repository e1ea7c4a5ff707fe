import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useLanguage } from '../../words/words.ts';
import { type Figure, inLanguage } from './values.ts';
import { useMonitoringWords } from './words.ts';

/** How a figure is computed, over which window and from what, at hand beside it. */
export function Definition({ figure }: { figure: Figure }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  const { definition, window, sample, source } = figure;
  const title = inLanguage(figure.title, language);
  return (
    <Popover
      trigger="click"
      title={title}
      content={
        <dl className="definition">
          <dt>{say('definition')}</dt>
          <dd>{inLanguage(definition, language)}</dd>
          <dt>{say('window')}</dt>
          <dd>{say('fromTo', { ...window })}</dd>
          <dt>{say('sample')}</dt>
          <dd>{say('sampleOf', { size: sample.size, of: inLanguage(sample.of, language) })}</dd>
          <dt>{say('source')}</dt>
          <dd>{inLanguage(source, language)}</dd>
        </dl>
      }
    >
      <Button
        className="ask no-print"
        type="text"
        size="small"
        icon={<QuestionCircleOutlined />}
        aria-label={say('definitionOf', { title })}
      />
    </Popover>
  );
}
