import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { resolve, type Schema } from '../../../parts/form/schema.ts';
import { useOffices } from '../../../parts/offices.ts';
import { useListing } from '../../../words/listing.ts';
import { useSayValue } from '../../administration/policies/values.ts';
import type { Procedure } from './ProcedurePage.tsx';
import { useProcedureWords } from './words.ts';

type Stage = Procedure['stages'][string];
type Face = Stage['faces'][string];
type Decision = Face['decisions'][string];

interface Props {
  id: string;
  number: number;
  stage: Stage;
  procedure: Procedure;
}

/** One stage: who is asked what, by when, what can be decided and what comes of it. */
export function StageCard({ id, number, stage, procedure }: Props) {
  const say = useProcedureWords();
  const { titleOf } = useOffices();
  const { title, source, publishes, disputes, overdueReaches, reviews, appeal, documents, faces } = stage;
  const listing = useListing();
  const by = (offices: readonly string[]) => listing([...offices.map(titleOf), say('coordinatorsToo')]);
  const issued = documents.map(({ template }) => procedure.documents[template] ?? template);
  return (
    <li id={`stage-${id}`} className="stage-card">
      <h2>
        {number}. {title} <small className="faint">{source}</small>
      </h2>
      {Object.entries(faces).map(([face, shown]) => (
        <FacePart key={face} face={shown} procedure={procedure} heading={Object.keys(faces).length > 1} />
      ))}
      <dl>
        {publishes && <Line name={say('publishes')}>{publishes}</Line>}
        {issued.length > 0 && <Line name={say('documents')}>{listing(issued)}</Line>}
        {appeal && (
          <Line name="">{say('stageAppeal', { by: by(appeal.by), decidedBy: titleOf(appeal.decidedBy) })}</Line>
        )}
        {disputes && <Line name={say('disputes')}>{disputes}</Line>}
        {overdueReaches && <Line name={say('overdueReaches')}>{titleOf(overdueReaches)}</Line>}
        {reviews.length > 0 && (
          <Line name="">
            {say('reviews', { stages: listing(reviews.map((each) => procedure.stages[each]?.title ?? each)) })}
          </Line>
        )}
      </dl>
    </li>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function FacePart({ face, procedure, heading }: { face: Face; procedure: Procedure; heading: boolean }) {
  const say = useProcedureWords();
  const { titleOf } = useOffices();
  const { title, office, standing, decisions } = face;
  return (
    <>
      {heading && <h3>{title}</h3>}
      <dl>
        <Line name={say('who')}>{office ? titleOf(office) : say('seats')}</Line>
        <Line name={say('deadline')}>{standing ? say('standing') : <Term face={face} />}</Line>
        <Line name={say('decisions')}>
          <ul className="decisions">
            {Object.entries(decisions).map(([name, decision]) => (
              <DecisionLine key={name} decision={decision} procedure={procedure} />
            ))}
          </ul>
        </Line>
      </dl>
    </>
  );
}

/** The term as the standard policy has it, with its source. */
function Term({ face: { deadline } }: { face: Face }) {
  const say = useProcedureWords();
  const value = useSayValue();
  if (!deadline) return say('noDeadline');
  const { standard, parameter, silenceRefuses } = deadline;
  const shown = standard
    ? value(standard.value as Parameters<typeof value>[0], standard.unit as Parameters<typeof value>[1])
    : parameter;
  return (
    <>
      {shown} {standard && <small className="faint">{standard.source}</small>}
      {silenceRefuses && <> · {say('silence')}</>}
    </>
  );
}

const tones: Record<Decision['tone'], string> = { positive: 'green', negative: 'red', neutral: 'default' };

function DecisionLine({ decision, procedure }: { decision: Decision; procedure: Procedure }) {
  const say = useProcedureWords();
  const { titleOf } = useOffices();
  const listing = useListing();
  const { title, tone, commentRequired, evidence, through, form, appeal, documents } = decision;
  const asks = [
    commentRequired && say('comment'),
    evidence > 0 && say('evidence', { count: evidence }),
    through && say('through', { call: through }),
    appeal && say('appeal', { by: listing([...appeal.by.map(titleOf), say('coordinatorsToo')]) }),
    documents.length > 0 &&
      say('issues', { documents: listing(documents.map((each) => procedure.documents[each] ?? each)) }),
  ].filter(Boolean);
  return (
    <li>
      <Tag color={tones[tone]}>{title}</Tag>
      <span className="faint">{asks.join(' · ')}</span>
      {form && <FormFields schema={form as Schema} />}
    </li>
  );
}

/** The fields of a form, for reading. */
function FormFields({ schema }: { schema: Schema }) {
  const say = useProcedureWords();
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return null;
  return (
    <details>
      <summary>{say('form', { count: fields.length })}</summary>
      <ul>
        {fields.map(([name, given]) => {
          const { label = name, help } = resolve(given, schema.$defs ?? {});
          return (
            <li key={name}>
              {label}
              {!schema.required?.includes(name) && <span className="faint"> · {say('optional')}</span>}
              {help && <div className="faint">{help}</div>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
