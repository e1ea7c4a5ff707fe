import { Link } from 'react-router';
import { Page } from '../../parts/Page.tsx';
import { useMay } from '../../session/session.ts';
import { registers } from './declarations.ts';
import './registers.css';
import { useRegisterWords } from './words.ts';

/** Which registers there are, and what is in each. */
export function Registers() {
  const say = useRegisterWords();
  const may = useMay();
  const shown = Object.values(registers).filter(({ operations }) => may(operations.list));
  return (
    <Page title={say('registers')} lead={say('registersLead')}>
      <ul className="register-cards">
        {shown.map(({ name, about }) => (
          <li key={name}>
            <Link to={`/registers/${name}`}>
              <strong>{say(name)}</strong>
              <span>{say(about)}</span>
            </Link>
          </li>
        ))}
        {may('listOffices') && (
          <li>
            <Link to="/registers/offices">
              <strong>{say('offices')}</strong>
              <span>{say('aboutOffices')}</span>
            </Link>
          </li>
        )}
      </ul>
    </Page>
  );
}
