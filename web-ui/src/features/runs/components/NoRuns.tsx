import { Button } from '@mantine/core';
import { EmptyState } from '@/components/EmptyState';
import { PythonSnippet } from '@/components/PythonSnippet';
import type { RunsSearch } from '@/features/runs/runsSearch';

interface NoRunsProps {
  search: RunsSearch;
  invalid: boolean;
  experimentName: string;
  onSearch: (change: Partial<RunsSearch>) => void;
}

/** Why there is nothing to see, and what to do about it. */
export default function NoRuns({ search, invalid, experimentName, onSearch }: NoRunsProps) {
  if (invalid || search.filter !== undefined) {
    return (
      <EmptyState title={invalid ? 'This filter cannot be read' : 'No run matches this filter'}>
        <p>
          Plain words are looked for in names, IDs, notes and tags. Fields are <code>metrics.</code>,{' '}
          <code>params.</code>, <code>tags.</code> and attributes such as <code>status</code>, joined by{' '}
          <code>AND</code> and <code>OR</code>; text stands in quotes.
        </p>
        <div>
          <Button variant="default" size="xs" onClick={() => onSearch({ filter: undefined })}>
            Clear the filter
          </Button>
        </div>
      </EmptyState>
    );
  }
  if (search.stage === 'deleted') {
    return <EmptyState title="No run of this experiment is deleted" />;
  }
  if (search.out !== undefined) {
    return (
      <EmptyState title="All runs are hidden">
        <div>
          <Button variant="default" size="xs" onClick={() => onSearch({ out: undefined })}>
            Show them again
          </Button>
        </div>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="This experiment has no runs yet">
      <p>Log the first one from Python:</p>
      <PythonSnippet experimentName={experimentName} />
    </EmptyState>
  );
}
