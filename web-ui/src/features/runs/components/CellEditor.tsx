import { useEffect, useRef, useState } from 'react';
import classes from '@/features/runs/components/RunsGrid.module.css';

interface CellEditorProps {
  label: string;
  /** What stands in the cell as it is opened; what arrives later is not what somebody typed over. */
  value: string;
  onSave: (value: string) => void;
  onClose: () => void;
}

/** A cell that is typed into: Enter or leaving it saves what was changed, Escape does not. */
export function CellEditor({ label, value, onSave, onClose }: CellEditorProps) {
  const [before] = useState(value);
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const closed = useRef(false);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, []);
  const close = (save: boolean) => {
    if (closed.current) return;
    closed.current = true;
    if (save && text !== before) onSave(text);
    onClose();
  };
  return (
    <input
      ref={input}
      className={classes.editor}
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => close(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') close(true);
        else if (event.key === 'Escape') close(false);
        else return;
        // The table has keys of its own.
        event.stopPropagation();
        event.currentTarget.closest<HTMLElement>('[role="grid"], [role="treegrid"]')?.focus();
      }}
    />
  );
}
