import RcTable, { type TableProps } from '@rc-component/table';
import { Checkbox, Empty } from 'antd';
import type { ReactNode } from 'react';
import { useCompact } from '../frame/preferences.ts';
import './parts.css';

/** Rows that may be chosen, each and all at once. */
export interface Selection<T> {
  keys: readonly string[];
  change: (keys: readonly string[]) => void;
  /** Rows that are not to be chosen. */
  disabled: (row: T) => boolean;
  nameOf: (row: T) => string;
  nameOfAll: string;
}

interface Props<T> {
  rows: readonly T[];
  keyOf: (row: T) => string;
  columns: NonNullable<TableProps<T>['columns']>;
  /** What is said when there is none. */
  empty: ReactNode;
  /** What is to be done about it. */
  emptyAct?: ReactNode;
  /** Whether other rows are on their way. */
  loading?: boolean;
  selection?: Selection<T>;
}

/**
 * The table of a page that somebody begins with: what Ant Design's own table stands on, without the tree, the pages and the
 * choices that it brings along and that would be half as much again to read before the first screen shows.
 */
export function ListTable<T extends object>({
  rows,
  keyOf,
  columns,
  empty,
  emptyAct,
  loading = false,
  selection,
}: Props<T>) {
  const [compact] = useCompact();
  return (
    <div aria-busy={loading}>
      <RcTable<T>
        prefixCls="list-table"
        className={compact ? 'compact' : ''}
        data={rows}
        rowKey={keyOf}
        scroll={{ x: 'max-content' }}
        emptyText={<Empty description={empty}>{emptyAct}</Empty>}
        columns={selection === undefined ? columns : [choiceOf(rows, keyOf, selection), ...columns]}
        {...(selection && {
          rowClassName: (row) => (selection.keys.includes(keyOf(row)) ? 'chosen' : ''),
        })}
      />
    </div>
  );
}

function choiceOf<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  { keys, change, disabled, nameOf, nameOfAll }: Selection<T>,
): Props<T>['columns'][number] {
  const open = rows.filter((row) => !disabled(row)).map(keyOf);
  const chosen = open.filter((key) => keys.includes(key));
  return {
    key: 'choice',
    className: 'choice',
    title: (
      <Checkbox
        aria-label={nameOfAll}
        disabled={open.length === 0}
        checked={open.length > 0 && chosen.length === open.length}
        indeterminate={chosen.length > 0 && chosen.length < open.length}
        onChange={({ target }) => change(target.checked ? open : [])}
      />
    ),
    render: (_, row) => {
      const key = keyOf(row);
      return (
        <Checkbox
          aria-label={nameOf(row)}
          disabled={disabled(row)}
          checked={keys.includes(key)}
          onChange={({ target }) => change(target.checked ? [...keys, key] : keys.filter((each) => each !== key))}
        />
      );
    },
  };
}
