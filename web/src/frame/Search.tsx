import { SearchOutlined } from '@ant-design/icons';
import { keepPreviousData } from '@tanstack/react-query';
import { AutoComplete, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import { useRead } from '../api/queries.ts';
import { useFrameWords } from './words.ts';

/** Finds compounds, cases, secretaries, people and numbers of documents by a part of what they are called. */
export function Search() {
  const say = useFrameWords();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const { data } = useRead('search', { query: { q } }, { enabled: q !== '', placeholderData: keepPreviousData });
  const options = [
    {
      label: say('compounds'),
      options: (data?.compounds ?? []).map(({ id, name }) => ({
        value: `/registers/compounds/${id}`,
        label: `${name} · ${id}`,
      })),
    },
    {
      label: say('cases'),
      options: (data?.cases ?? []).map(({ id, kindTitle, subject, stageTitle, outcomeTitle }) => ({
        value: `/cases/${encodeURIComponent(id)}`,
        label: `${subject} · ${kindTitle} · ${stageTitle ?? outcomeTitle ?? ''}`,
      })),
    },
    {
      label: say('secretaries'),
      options: (data?.secretaries ?? []).map(({ id, name, compound }) => ({
        value: `/registers/secretaries/${id}`,
        label: `${name} · ${compound}`,
      })),
    },
    {
      label: say('people'),
      options: (data?.people ?? []).map(({ id, name, offices }) => ({
        value: `/users/${encodeURIComponent(id)}`,
        label: [name, id, ...offices].join(' · '),
      })),
    },
    {
      label: say('documentNumbers'),
      options: (data?.documents ?? []).map(({ number, title, case: id }) => ({
        value: `/cases/${encodeURIComponent(id)}?tab=documents`,
        label: `${number} · ${title}`,
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
      notFoundContent={q !== '' && data ? say('nothingFound') : null}
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
