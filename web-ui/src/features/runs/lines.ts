import type { RunGroup } from '@/features/runs/api/groupRuns';
import type { RunInfo } from '@/features/runs/api/types';

/** A run as a line, at its depth below others. */
export interface RunLine {
  kind: 'run';
  id: string;
  run: RunInfo;
  depth: number;
  children: number;
  open: boolean;
}

/** One line of the table. */
export type Line =
  | RunLine
  | { kind: 'group'; id: string; group: RunGroup; open: boolean }
  /** In place of the runs that are not listed below a group or a parent. */
  | {
      kind: 'rest';
      id: string;
      of: string;
      filter: string;
      depth: number;
      loading: boolean;
      failed: boolean;
    };

/** What is listed below a group or a parent that is open. */
export interface Below {
  runs: RunInfo[];
  /** The filter that finds all of them. */
  filter: string;
  more: boolean;
  loading: boolean;
  failed: boolean;
}

export interface LineSource {
  hidden: ReadonlySet<string>;
  open: ReadonlySet<string>;
  below: ReadonlyMap<string, Below>;
  children: ReadonlyMap<string, number>;
}

/** The lines of runs, each with those below it where it is open. */
export function linesOfRuns(runs: readonly RunInfo[], source: LineSource, depth = 0): Line[] {
  const lines: Line[] = [];
  for (const run of runs) {
    const id = run.run_id;
    if (source.hidden.has(id)) continue;
    const children = source.children.get(id) ?? 0;
    const open = children > 0 && source.open.has(id);
    lines.push({ kind: 'run', id: depth === 0 ? id : `${depth}/${id}`, run, depth, children, open });
    if (open) lines.push(...linesBelow(id, source, depth + 1));
  }
  return lines;
}

export function linesOfGroups(groups: readonly RunGroup[], source: LineSource): Line[] {
  return groups.flatMap((group) => {
    const id = groupId(group);
    const open = source.open.has(id);
    const line: Line = { kind: 'group', id, group, open };
    return open ? [line, ...linesBelow(id, source, 1)] : [line];
  });
}

export function groupId(group: RunGroup): string {
  return `group:${JSON.stringify(group.values)}`;
}

function linesBelow(id: string, source: LineSource, depth: number): Line[] {
  const below = source.below.get(id);
  if (below === undefined) return [];
  const lines = linesOfRuns(below.runs, source, depth);
  if (!below.more && !below.loading && !below.failed) return lines;
  const { filter, loading, failed } = below;
  return [...lines, { kind: 'rest', id: `rest:${id}`, of: id, filter, depth, loading, failed }];
}
