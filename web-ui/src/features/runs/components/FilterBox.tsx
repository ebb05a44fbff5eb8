import { CloseButton } from '@mantine/core';
import IconFilter from '@tabler/icons-react/dist/esm/icons/IconFilter.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useId, useRef, useState, type ComponentType } from 'react';
import { Fault } from '@/components/Fault';
import { filterValues } from '@/features/runs/api/filterValues';
import type { CatalogueColumn } from '@/features/runs/api/listColumns';
import classes from '@/features/runs/components/FilterBox.module.css';
import type { FilterEditorProps, Marked } from '@/features/runs/components/FilterEditor';
import { partsOf, withoutPart, type FilterPart } from '@/features/runs/filterText';
import { quoteText } from '@/lib/quoteText';

interface FilterBoxProps {
  experimentId: string;
  filter: string;
  /** What the server says is wrong with the filter, with a caret below the place. */
  error?: string;
  catalogue: readonly CatalogueColumn[];
  /** Whether more of the catalogue is on its way. */
  loading: boolean;
  onApply: (filter: string) => void;
}

const LABEL = 'Filter runs';
const HINT = "Words, or metrics.accuracy > 0.9 AND params.model = 'forest'";

/**
 * A filter in the server's search grammar; it is applied with Enter, since half of one rarely parses. The
 * editor with completions takes the place of a plain field once somebody goes there.
 */
export function FilterBox({ experimentId, filter, error, catalogue, loading, onApply }: FilterBoxProps) {
  const [draft, setDraft] = useState({ text: filter, of: filter });
  if (draft.of !== filter) setDraft({ text: filter, of: filter });
  const [marked, setMarked] = useState<Marked>();
  const [Editor, setEditor] = useState<ComponentType<FilterEditorProps>>();
  const box = useRef<HTMLDivElement>(null);
  const queries = useQueryClient();
  const errorId = useId();
  const write = (text: string) => setDraft({ text, of: filter });
  const apply = (text: string) => {
    setDraft({ text: text.trim(), of: filter });
    onApply(text.trim());
  };

  useEffect(() => focusOnSlash(box), []);

  const complete = useCallback(
    async (before: string) => {
      // Wanted by the editor alone, which comes later too.
      const { completionsAt } = await import('@/features/runs/completions');
      const { from, options, valuesOf, quote } = completionsAt(before, catalogue);
      if (valuesOf === undefined) return { from, options };
      const found = await queries.fetchQuery({
        queryKey: ['runs', 'filter-values', experimentId, valuesOf],
        queryFn: ({ signal }) => filterValues(experimentId, valuesOf, signal),
        staleTime: 60_000,
      });
      return {
        from,
        options: found.map(({ value, detail }) => ({ label: quoteText(value, quote), detail })),
      };
    },
    [catalogue, experimentId, queries],
  );

  const plain = (
    <input
      className={classes.input}
      aria-label={LABEL}
      placeholder={HINT}
      value={draft.text}
      spellCheck={false}
      autoComplete="off"
      aria-invalid={error !== undefined}
      aria-describedby={error === undefined ? undefined : errorId}
      onFocus={(event) => {
        const input = event.currentTarget;
        setMarked(markedIn(input));
        // Without the editor the plain field goes on.
        import('@/features/runs/components/FilterEditor').then(
          (module) => {
            // The editor may come before the browser tells of a selection.
            if (document.activeElement === input) setMarked(markedIn(input));
            setEditor(() => module.default);
          },
          () => undefined,
        );
      }}
      onChange={(event) => {
        write(event.currentTarget.value);
        setMarked(markedIn(event.currentTarget));
      }}
      onSelect={(event) => setMarked(markedIn(event.currentTarget))}
      onBlur={() => setMarked(undefined)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply(event.currentTarget.value);
      }}
    />
  );
  const chips = partsOf(filter);
  return (
    <div className={classes.box} role="search" ref={box}>
      <div className={classes.field} data-invalid={error !== undefined || undefined}>
        <IconFilter size={16} aria-hidden />
        {Editor === undefined ? (
          plain
        ) : (
          <Editor
            value={draft.text}
            label={LABEL}
            hint={HINT}
            invalid={error !== undefined}
            describedBy={error === undefined ? undefined : errorId}
            marked={marked}
            complete={complete}
            completing={loading}
            onChange={write}
            onApply={apply}
          />
        )}
        {draft.text.trim() !== filter && <span className="muted">Enter applies</span>}
        {draft.text !== '' && (
          <CloseButton size="sm" aria-label="Clear the filter" onClick={() => apply('')} />
        )}
      </div>
      {error !== undefined && (
        <div className={classes.error} id={errorId} role="alert">
          <Fault message={error} />
        </div>
      )}
      {error === undefined && chips.length > 1 && (
        <div className={classes.chips} role="group" aria-label="Parts of the filter">
          {chips.map((part) => (
            <span key={part.from} className={classes.chip}>
              <button
                type="button"
                className="truncate"
                title={part.text}
                onClick={() => selectPart(box, part)}
              >
                {part.text}
              </button>
              <button
                type="button"
                aria-label={`Remove ${part.text}`}
                onClick={() => apply(withoutPart(filter, part))}
              >
                <IconX size={12} aria-hidden />
              </button>
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

type BoxRef = React.RefObject<HTMLDivElement | null>;

const fieldOf = (box: BoxRef) => box.current?.querySelector<HTMLElement>('input, [contenteditable="true"]');

/** `/` leads to the filter from wherever nothing is typed. */
function focusOnSlash(box: BoxRef): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    const { target } = event;
    const typing =
      target instanceof HTMLElement &&
      (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    fieldOf(box)?.focus();
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}

const markedIn = ({ selectionStart, selectionEnd, value }: HTMLInputElement): Marked => ({
  from: selectionStart ?? value.length,
  to: selectionEnd ?? value.length,
});

/** Marks a part of the filter where it stands, to be typed over. */
function selectPart(box: BoxRef, { text, from, to }: FilterPart) {
  const field = fieldOf(box);
  if (field === null || field === undefined) return;
  // Where the filter is being changed the part may stand elsewhere, or nowhere.
  const placeIn = (whole: string) => (whole.slice(from, to) === text ? from : whole.indexOf(text));
  field.focus();
  if (field instanceof HTMLInputElement) {
    const at = placeIn(field.value);
    if (at >= 0) field.setSelectionRange(at, at + text.length);
    return;
  }
  const node = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
  while (node.nextNode() !== null) {
    const at = placeIn(node.currentNode.textContent ?? '');
    if (at >= 0) {
      getSelection()?.setBaseAndExtent(node.currentNode, at, node.currentNode, at + text.length);
      return;
    }
  }
}
