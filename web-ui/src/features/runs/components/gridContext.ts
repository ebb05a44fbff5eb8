import { createContext, useContext } from 'react';
import type { RunInfo } from '@/features/runs/api/types';
import type { RunLine } from '@/features/runs/lines';
import type { RunColumn } from '@/features/runs/runColumns';
import type { ReadValue } from '@/features/runs/hooks/useRunValues';
import type { Better } from '@/lib/baseline';

/** The cell that is being edited. */
export interface Editing {
  lineId: string;
  columnId: string;
}

/** What every line needs, so that a line is drawn anew only when one of these changes. */
export interface GridContextValue {
  /** Whether lines may stand below others. */
  isTree: boolean;
  pinned: readonly RunColumn[];
  sizes: ReadonlyMap<string, number>;
  pinnedWidth: number;
  read: ReadValue;
  baselineId: string | undefined;
  betterOf: (key: string) => Better;
  colourOf: (runId: string) => string;
  summedPlaces: ReadonlyMap<string, number>;
  groupColumns: readonly RunColumn[];
  editing: Editing | undefined;
  onEdit: (editing: Editing | undefined) => void;
  onSave: (run: RunInfo, column: RunColumn | undefined, value: string) => void;
  onSelect: (runId: string, range: boolean) => void;
  onToggle: (id: string) => void;
  onRowMenu: (line: RunLine, at: DOMRect) => void;
  /** Lists more of what a filter finds in its place. */
  onMore: (filter: string) => void;
  /** Lists all that a filter finds, and nothing else. */
  onShowAll: (filter: string) => void;
}

export const GridContext = createContext<GridContextValue | null>(null);

export function useGridContext(): GridContextValue {
  const value = useContext(GridContext);
  if (value === null) throw new Error('There is no grid around this line.');
  return value;
}

/** Whether a cell of a run can be typed into. */
export function isEditable(column: RunColumn): boolean {
  return column.kind === 'tag' || column.id === 'attributes.note';
}
