import { Group, TextInput } from '@mantine/core';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useState, type ReactNode } from 'react';
import { DataTable } from '@/components/DataTable';
import { Section } from '@/components/Section';

export interface KeyValue {
  key: string;
  /** What tells apart rows of the same key; the key where absent. */
  id?: string;
  /** Stands behind the key. */
  note?: ReactNode;
  value: ReactNode;
}

interface KeyValueTableProps {
  title: string;
  items: KeyValue[];
  empty: string;
  /** Numbers stand to the right, so that their digits line up. */
  numeric?: boolean;
  actions?: ReactNode;
}

const SEARCHABLE_FROM = 10;

/** Params, metrics or tags under a heading; a long list can be narrowed by key. */
export function KeyValueTable({ title, items, empty, numeric, actions }: KeyValueTableProps) {
  const [search, setSearch] = useState('');
  const shown = items
    .filter((item) => item.key.toLowerCase().includes(search.toLowerCase()))
    .sort((a, b) => a.key.localeCompare(b.key));
  const searchBox = items.length >= SEARCHABLE_FROM && (
    <TextInput
      size="xs"
      aria-label={`Search ${title.toLowerCase()}`}
      placeholder="Search"
      leftSection={<IconSearch size={14} aria-hidden />}
      value={search}
      onChange={(event) => setSearch(event.currentTarget.value)}
    />
  );
  return (
    <Section
      title={title}
      count={items.length}
      actions={
        <Group gap="xs">
          {searchBox}
          {actions}
        </Group>
      }
    >
      {items.length === 0 ? (
        <p className="muted">{empty}</p>
      ) : (
        <DataTable
          label={title}
          rows={shown}
          rowKey={(item) => item.id ?? item.key}
          columns={[
            {
              header: 'Key',
              cell: ({ key, note }) =>
                note === undefined ? (
                  key
                ) : (
                  <>
                    {key} {note}
                  </>
                ),
            },
            { header: 'Value', cell: (item) => item.value, numeric },
          ]}
        />
      )}
    </Section>
  );
}
