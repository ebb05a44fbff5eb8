import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import classes from '@/app/routes/CompareArtifacts.module.css';
import { proxiedPath } from '@/features/artifacts/api/artifactRoot';
import { listArtifacts } from '@/features/artifacts/api/listArtifacts';
import { ArtifactPreview } from '@/features/artifacts/components/ArtifactPreview';
import type { Run } from '@/features/runs/api/types';
import { runName } from '@/features/runs/runFacts';

interface CompareArtifactsProps {
  runs: readonly Run[];
  path: string | undefined;
  onPath: (path: string | undefined) => void;
}

const DEEPEST = 3;

/** Paths of the files below a folder, as far down as people put them. */
async function filesBelow(root: string, folder: string, signal: AbortSignal, depth = 0): Promise<string[]> {
  const entries = await listArtifacts(folder === '' ? root : `${root}/${folder}`, signal);
  const below = await Promise.all(
    entries.map(async (entry): Promise<string[]> => {
      const path = folder === '' ? entry.path : `${folder}/${entry.path}`;
      if (!entry.is_dir) return [path];
      return depth < DEEPEST ? filesBelow(root, path, signal, depth + 1) : [];
    }),
  );
  return below.flat();
}

/** The same file of each run, beside one another. */
export function CompareArtifacts({ runs, path, onPath }: CompareArtifactsProps) {
  const roots = runs.map((run) => proxiedPath(run.info.artifact_uri ?? ''));
  const { data, error, refetch } = useQuery({
    queryKey: ['artifacts', 'compared', roots],
    queryFn: ({ signal }) =>
      Promise.all(
        roots.map((root): Promise<string[]> =>
          root === undefined ? Promise.resolve([]) : filesBelow(root, '', signal),
        ),
      ),
  });
  if (error !== null) {
    return <ErrorState error={error} doing="list the artifacts" onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Loading what="artifacts" lines={6} />;
  const paths = [...new Set(data.flat())].sort((a, b) => a.localeCompare(b));
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
        allowDeselect={false}
        onChange={(next) => onPath(next ?? undefined)}
      />
      <div className={classes.columns}>
        {runs.map((run, index) => (
          <section key={run.info.run_id} className={classes.column} aria-label={`Of ${runName(run)}`}>
            <h2 className={`${classes.run} truncate`} title={runName(run)}>
              {runName(run)}
            </h2>
            {data[index]?.includes(shown) ? (
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
