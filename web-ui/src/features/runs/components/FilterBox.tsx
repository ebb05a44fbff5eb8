import { CloseButton, TextInput } from '@mantine/core';
import IconFilter from '@tabler/icons-react/dist/esm/icons/IconFilter.mjs';
import { useState } from 'react';

interface FilterBoxProps {
  filter: string;
  /** What the server says is wrong with the filter. */
  error?: string;
  onApply: (filter: string) => void;
}

/** A filter in MLflow's search grammar; it is applied with Enter, since half of one rarely parses. */
export function FilterBox({ filter, error, onApply }: FilterBoxProps) {
  const [draft, setDraft] = useState({ text: filter, of: filter });
  if (draft.of !== filter) setDraft({ text: filter, of: filter });
  const changed = draft.text.trim() !== filter;
  return (
    <form
      role="search"
      style={{ flex: '1 1 320px', minWidth: 0 }}
      onSubmit={(event) => {
        event.preventDefault();
        onApply(draft.text.trim());
      }}
    >
      <TextInput
        aria-label="Filter runs"
        placeholder={'metrics.accuracy > 0.9 AND params.model = "forest"'}
        leftSection={<IconFilter size={16} aria-hidden />}
        rightSection={
          draft.text !== '' && (
            <CloseButton
              size="sm"
              aria-label="Clear the filter"
              onClick={() => {
                setDraft({ text: '', of: filter });
                onApply('');
              }}
            />
          )
        }
        value={draft.text}
        error={error}
        description={changed ? 'Press Enter to apply' : undefined}
        inputWrapperOrder={['input', 'error', 'description']}
        spellCheck={false}
        autoComplete="off"
        styles={{
          input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 },
          // The server marks the fault with a caret on a line of its own.
          error: { fontFamily: 'var(--mantine-font-family-monospace)', whiteSpace: 'pre-wrap' },
        }}
        onChange={(event) => setDraft({ text: event.currentTarget.value, of: filter })}
      />
    </form>
  );
}
