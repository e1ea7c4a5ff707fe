import { Collapse } from 'antd';
import { useAdministrationWords } from '../shared/words.ts';
import { useUserWords } from './words.ts';

/** What roles, areas, posts and duties mean, in plain words. */
export function RoleGuide() {
  const say = useUserWords();
  const general = useAdministrationWords();
  const meanings: [term: string, meaning: string][] = [
    [general('coordinator'), say('coordinatorMeans')],
    [general('reviewer'), say('reviewerMeans')],
    [general('monitor'), say('monitorMeans')],
    [general('administrator'), say('administratorMeans')],
    [general('integration'), say('integrationMeans')],
    [say('scopeTerm'), say('scopeMeans')],
    [say('postTerm'), say('postMeans')],
    [general('dutySystem'), say('dutySystemMeans')],
    [general('dutySecurity'), say('dutySecurityMeans')],
    [general('dutyAudit'), say('dutyAuditMeans')],
  ];
  return (
    <Collapse
      size="small"
      items={[
        {
          key: 'meanings',
          label: say('meanings'),
          children: (
            <dl className="meanings">
              {meanings.map(([term, meaning]) => (
                <div key={term}>
                  <dt>{term}</dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          ),
        },
      ]}
    />
  );
}
