import { Grid, Select, Tabs } from 'antd';
import type { ReactNode } from 'react';

interface Props {
  /** What they are views of. */
  label: string;
  active: string;
  views: readonly { key: string; label: ReactNode }[];
  change: (key: string) => void;
}

/** Views of one thing: tabs, or a choice where there is no room for them. */
export function Views({ label, active, views, change }: Props) {
  const wide = Grid.useBreakpoint().md ?? true;
  if (wide) return <Tabs activeKey={active} onChange={change} items={[...views]} />;
  return (
    <Select
      className="views"
      size="large"
      aria-label={label}
      value={active}
      options={views.map(({ key, label: shown }) => ({ value: key, label: shown }))}
      onChange={change}
    />
  );
}
