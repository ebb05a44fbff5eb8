import '@mantine/spotlight/styles.css';

import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useFound, type Found } from '@/app/shell/useFound';

const [store, spotlight] = createSpotlight();

interface PaletteProps {
  /** Another number opens it again. */
  asked: number;
  onShortcuts: () => void;
}

/** Enter takes what is chosen by the arrow keys, which the list sees to, else the first. */
function chooseFirst(box: HTMLElement): void {
  const list = box.closest('[role="dialog"]');
  if (list?.querySelector('[data-selected]') == null) {
    list?.querySelector<HTMLElement>('[data-action]')?.click();
  }
}

/** Goes on to the box that scrolls, which the types do not tell: what is found may be more than is seen. */
const scrolledByKeys: object = { viewportProps: { tabIndex: 0 } };

/** Goes anywhere by a few letters: pages, experiments, runs, models, endpoints, and some commands. */
export default function Palette({ asked, onShortcuts }: PaletteProps) {
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), 150);
  const found = useFound(settled);
  useEffect(() => spotlight.open(), [asked]);

  const commands: Found[] = [
    {
      label: colorScheme === 'dark' ? 'Use light colours' : 'Use dark colours',
      run: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark'),
    },
    { label: 'Show the keys', hint: '?', run: onShortcuts },
  ].filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()));
  const groups = [...found.groups, { title: 'Commands', items: commands }].filter(
    ({ items }) => items.length > 0,
  );
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={440}
      clearQueryOnClose
      attributes={{ content: { 'aria-label': 'Go to' } }}
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search
        placeholder="Go to a page, run, model or endpoint"
        aria-label="Go to"
        onKeyDown={(event) => {
          if (event.key === 'Enter') chooseFirst(event.currentTarget);
        }}
      />
      <Spotlight.ActionsList {...scrolledByKeys}>
        {groups.map(({ title, items }) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {items.map((item) => (
              <Spotlight.Action
                key={`${item.label} ${item.hint ?? ''}`}
                label={item.label}
                description={item.hint}
                onClick={() => {
                  if ('run' in item) item.run();
                  else void navigate(item.to);
                }}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>Nothing is called that</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
