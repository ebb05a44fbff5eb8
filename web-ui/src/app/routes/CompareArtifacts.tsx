import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import classes from '@/app/routes/CompareArtifacts.module.css';
import { proxiedPath } from '@/features/artifacts/api/artifactRoot';
import { listFilesBelow, type FilesBelow } from '@/features/artifacts/api/listFilesBelow';
import { ArtifactPreview } from '@/features/artifacts/components/ArtifactPreview';
import type { Run } from '@/features/runs/api/types';
import { runName } from '@/features/runs/runFacts';

interface CompareArtifactsProps {
  runs: readonly Run[];
  path: string | undefined;
  onPath: (path: string | undefined) => void;
}

/** The same file of each run, beside one another. */
export function CompareArtifacts({ runs, path, onPath }: CompareArtifactsProps) {
  const roots = runs.map((run) => proxiedPath(run.info.artifact_uri ?? ''));
  const { data, error, refetch } = useQuery({
    queryKey: ['artifacts', 'compared', roots],
    queryFn: ({ signal }) =>
      Promise.all(
        roots.map((root): Promise<FilesBelow> =>
          root === undefined ? Promise.resolve({ paths: [], cut: false }) : listFilesBelow(root, signal),
        ),
      ),
  });
  if (error !== null) {
    return <ErrorState error={error} doing="list the artifacts" onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Loading what="artifacts" lines={6} />;
  const paths = [...new Set(data.flatMap((files) => files.paths))].sort((a, b) => a.localeCompare(b));
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
      {data.some((files) => files.cut) && (
        <p className="muted">Some runs have more folders than were looked into: not every file is listed.</p>
      )}
      <div className={classes.columns}>
        {runs.map((run, index) => (
          <section key={run.info.run_id} className={classes.column} aria-label={`Of ${runName(run)}`}>
            <h2 className={`${classes.run} truncate`} title={runName(run)}>
              {runName(run)}
            </h2>
            {data[index]?.paths.includes(shown) ? (
              <ArtifactPreview key={shown} path={`${roots[index]}/${shown}`} />
            ) : (
              <p className="muted">This run has no such file.</p>
            )}
          </section>
        ))}
      </div>
    </>
  );
}
