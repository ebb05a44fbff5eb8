import { useComputedColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { FoldersLeftOut } from '@/app/routes/FoldersLeftOut';
import { useRunFiles } from '@/app/routes/useRunFiles';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { SearchBox } from '@/components/SearchBox';
import { Section } from '@/components/Section';
import { ImageCard, type PicturedRun } from '@/features/artifacts/components/images/ImageCard';
import classes from '@/features/artifacts/components/images/Images.module.css';
import { StepSlider } from '@/features/artifacts/components/images/StepSlider';
import { imageSeries, stepsOf } from '@/features/artifacts/imageSeries';
import type { ChartRun } from '@/features/charts/chartRun';
import { findKeys, type PlotSearch } from '@/features/charts/chartSearch';
import chartClasses from '@/features/charts/components/Charts.module.css';
import { useRunColour } from '@/features/charts/components/RunColours';
import { plural } from '@/lib/format';

interface RunImagesProps {
  runs: readonly ChartRun[];
  search: PlotSearch;
  onSearch: (change: Partial<PlotSearch>) => void;
}

/** Of so many runs and folders of each: no more than 250 lists are asked for. */
const MOST_RUNS = 25;
const MOST_FOLDERS = 10;
const MOST_CARDS = 60;

/** Every picture that the runs logged in a card of its own, all at one step. */
export function RunImages({ runs, search, onSearch }: RunImagesProps) {
  const looked = useMemo(() => runs.slice(0, MOST_RUNS), [runs]);
  const { files, waiting, error, refetch } = useRunFiles(looked, MOST_FOLDERS);
  const pictures = useMemo(
    () => files.map(({ run, root = '', paths }) => ({ run, root, series: imageSeries(paths) })),
    [files],
  );
  const names = useMemo(
    () =>
      [...new Set(pictures.flatMap(({ series }) => [...series.keys()]))].sort((a, b) =>
        a.localeCompare(b, 'en', { numeric: true }),
      ),
    [pictures],
  );
  const found = findKeys(names, search.image ?? '');
  const shown = found.slice(0, MOST_CARDS);
  const steps = stepsOf(pictures.flatMap(({ series }) => shown.flatMap((name) => series.get(name) ?? [])));
  const step = search.step ?? steps.at(-1) ?? 0;
  const left = [
    ...(runs.length > looked.length
      ? [`Of the first ${looked.length} of ${plural(runs.length, 'run')}: take others out to see more.`]
      : []),
    ...(found.length > shown.length ? [`The first ${shown.length} are shown: find others by name.`] : []),
  ];
  const cells = (name: string) =>
    pictures.flatMap(({ run, root, series }): PicturedRun[] => {
      const own = series.get(name);
      return own === undefined
        ? []
        : [{ id: run.runId, name: run.name, head: <RunHead run={run} />, root, series: own }];
    });
  return (
    <Section title="Images" count={found.length}>
      {error !== null && <ErrorState error={error} doing="list every run’s artifacts" onRetry={refetch} />}
      {names.length > 0 && (
        <div className={classes.tools}>
          <SearchBox
            label="Find images by a regular expression"
            value={search.image ?? ''}
            onChange={(image) => onSearch({ image: image || undefined })}
          />
          {steps.length > 1 && (
            <StepSlider steps={steps} step={step} onStep={(next) => onSearch({ step: next })} />
          )}
        </div>
      )}
      {left.length > 0 && <p className="muted">{left.join(' ')}</p>}
      <FoldersLeftOut files={files} />
      {shown.map((name) => (
        <ImageCard key={name} name={name} runs={cells(name)} of={looked.length} step={step} />
      ))}
      {waiting > 0 && error === null ? (
        <Loading what="images" lines={6} />
      ) : names.length === 0 ? (
        error === null && (
          <p className="muted">
            None of these runs has images.{' '}
            <code>mlflow.log_image(image, key=&quot;sample&quot;, step=1)</code> logs one.
          </p>
        )
      ) : (
        shown.length === 0 && <p className="muted">No image of these runs is called that.</p>
      )}
    </Section>
  );
}

/** The run's name by its colour, as beside every chart. */
function RunHead({ run }: { run: ChartRun }) {
  const scheme = useComputedColorScheme();
  const runColour = useRunColour();
  return (
    <span className={classes.run}>
      <span className={chartClasses.swatch} style={{ background: runColour(run.runId, scheme) }} />
      <Link
        to="/experiments/$experimentId/runs/$runId"
        params={{ experimentId: run.experimentId, runId: run.runId }}
        search={{ tab: 'artifacts' }}
        className="truncate"
        title={run.name}
      >
        {run.name}
      </Link>
    </span>
  );
}
