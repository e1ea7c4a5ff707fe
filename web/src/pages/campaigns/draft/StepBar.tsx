import { Steps } from 'antd';
import { useDraftWords } from './words.ts';

export const steps = ['basics', 'list', 'staff', 'rehearse', 'launch'] as const;
export type Step = (typeof steps)[number];

interface Props {
  step: Step;
  /** Absent while there is no draft yet: then one cannot go anywhere. */
  go?: (step: Step) => void;
  done?: readonly Step[];
}

/** The steps from a place and a month to a launch. */
export function StepBar({ step, go, done = [] }: Props) {
  const say = useDraftWords();
  return (
    <Steps
      size="small"
      className="draft-steps"
      current={steps.indexOf(step)}
      items={steps.map((each) => ({
        title: say(each),
        status: each === step ? 'process' : done.includes(each) ? 'finish' : 'wait',
        disabled: go === undefined,
      }))}
      {...(go && {
        onChange: (index: number) => {
          const chosen = steps[index];
          if (chosen) go(chosen);
        },
      })}
    />
  );
}
