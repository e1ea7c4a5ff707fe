import { Alert, Button, Space } from 'antd';
import { useAdministrationWords } from './words.ts';

interface Props {
  /** Shows what is stored now, in place of what was filled in. */
  takeTheirs: () => void;
  /** Saves what was filled in, over theirs. */
  keepMine: () => void;
}

/** Somebody else saved meanwhile: neither version is lost without a decision. */
export function Conflict({ takeTheirs, keepMine }: Props) {
  const say = useAdministrationWords();
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={say('conflict')}
      description={
        <Space orientation="vertical">
          {say('conflictHint')}
          <Space wrap>
            <Button size="small" onClick={takeTheirs}>
              {say('takeTheirs')}
            </Button>
            <Button size="small" danger onClick={keepMine}>
              {say('keepMine')}
            </Button>
          </Space>
        </Space>
      }
    />
  );
}
