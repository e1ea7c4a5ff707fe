import { SearchOutlined } from '@ant-design/icons';
import { AutoComplete, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import { useRead } from '../api/queries.ts';
import { useMay } from '../session/session.ts';
import { useFrameWords } from './words.ts';

const perGroup = 6;

/** Searches compounds, cases and secretaries by part of a name or id. */
export function Search() {
  const say = useFrameWords();
  const may = useMay();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const query = { q, limit: perGroup };
  const compounds = useRead('listCompounds', { query }, { enabled: q !== '' && may('listCompounds') });
  const cases = useRead('listCases', { query }, { enabled: q !== '' && may('listCases') });
  const options = [
    {
      label: say('registerList'),
      options: (compounds.data?.items ?? []).map(({ id, name }) => ({
        value: `/registers/compounds/${id}`,
        label: `${name} · ${id}`,
      })),
    },
    {
      label: say('cases'),
      options: (cases.data?.items ?? []).map(({ id, kindTitle, subject, stageTitle, outcomeTitle }) => ({
        value: `/cases/${encodeURIComponent(id)}`,
        label: `${subject.name} · ${kindTitle} · ${stageTitle ?? outcomeTitle ?? ''}`,
      })),
    },
  ].filter((group) => group.options.length > 0);
  return (
    <AutoComplete
      className="search"
      value={text}
      options={q === '' ? [] : options}
      onChange={(value: string) => {
        if (!value.startsWith('/')) setText(value);
      }}
      onSelect={(path: string) => {
        setText('');
        void navigate(path);
      }}
      popupMatchSelectWidth={360}
    >
      <Input
        prefix={<SearchOutlined />}
        placeholder={say('search')}
        aria-label={say('search')}
        title={say('searchHint')}
        maxLength={80}
        allowClear
        onPressEnter={() => {
          if (q !== '') void navigate(`/cases?q=${encodeURIComponent(q)}`);
        }}
      />
    </AutoComplete>
  );
}
