import { Alert, Modal, Typography } from 'antd';
import { useAdministrationWords } from './words.ts';

interface Props {
  title: string;
  hint: string;
  /** What is never shown again; nothing is open without it. */
  secret: string | undefined;
  closed: () => void;
}

/** A password, secret or address that is shown once: to be copied now. */
export function OnceOnly({ title, hint, secret, closed }: Props) {
  const say = useAdministrationWords();
  return (
    <Modal
      open={secret !== undefined}
      title={title}
      onOk={closed}
      onCancel={closed}
      destroyOnHidden
      okText={say('noted')}
      cancelButtonProps={{ style: { display: 'none' } }}
      mask={{ closable: false }}
    >
      <p>{hint}</p>
      <Typography.Paragraph className="once" copyable={secret === undefined ? false : { text: secret }}>
        <code>{secret}</code>
      </Typography.Paragraph>
      <Alert type="warning" showIcon title={say('shownOnce')} />
    </Modal>
  );
}
