import { Select } from '@mantine/core';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import classes from '@/app/routes/CompareArtifacts.module.css';
import { FoldersLeftOut } from '@/app/routes/FoldersLeftOut';
import { useRunFiles } from '@/app/routes/useRunFiles';
import { ArtifactPreview } from '@/features/artifacts/components/ArtifactPreview';
import type { ChartRun } from '@/features/charts/chartRun';

interface CompareArtifactsProps {
  runs: readonly ChartRun[];
  path: string | undefined;
  onPath: (path: string | undefined) => void;
}

/** A folder with a checkpoint per step has more than anybody compares. */
const MOST_FOLDERS = 30;

/** The same file of each run, beside one another. */
export function CompareArtifacts({ runs, path, onPath }: CompareArtifactsProps) {
  const { files, waiting, error, refetch } = useRunFiles(runs, MOST_FOLDERS);
  if (error !== null) {
    return <ErrorState error={error} doing="list the artifacts" onRetry={refetch} />;
  }
  if (waiting > 0) return <Loading what="artifacts" lines={6} />;
  const paths = [...new Set(files.flatMap((one) => one.paths))].sort((a, b) => a.localeCompare(b));
  if (paths.length === 0) return <p className="muted">None of these runs has files.</p>;
  const shown = path ?? paths[0]!;
  return (
    <>
      <Select
        w={420}
        maw="100%"
        mb="md"
        label="File"
        data={paths}
        value={shown}
        searchable
        limit={200}
        allowDeselect={false}
        onChange={(next) => onPath(next ?? undefined)}
      />
      <FoldersLeftOut files={files} />
      <div className={classes.columns}>
        {files.map(({ run, root, paths: own }) => (
          <section key={run.runId} className={classes.column} aria-label={`Of ${run.name}`}>
            <h2 className={`${classes.run} truncate`} title={run.name}>
              {run.name}
            </h2>
            {own.includes(shown) ? (
              <ArtifactPreview key={shown} path={`${root}/${shown}`} />
            ) : (
              <p className="muted">This run has no such file.</p>
            )}
          </section>
        ))}
      </div>
    </>
  );
}
