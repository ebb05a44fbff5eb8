import { Select, Slider } from '@mantine/core';
import { useMemo, useState } from 'react';
import classes from '@/app/routes/CompareImages.module.css';
import { FoldersLeftOut } from '@/app/routes/FoldersLeftOut';
import { useComparedFiles } from '@/app/routes/useComparedFiles';
import { ErrorState } from '@/components/ErrorState';
import { Loading } from '@/components/Loading';
import { artifactUrl } from '@/features/artifacts/api/readArtifactHead';
import { fileAt, imageSeries, stepsOf } from '@/features/artifacts/imageSeries';
import type { Run } from '@/features/runs/api/types';
import { runName } from '@/features/runs/runFacts';

interface ImageSearch {
  image?: string;
  step?: number;
}

interface CompareImagesProps {
  runs: readonly Run[];
  search: ImageSearch;
  onSearch: (change: ImageSearch) => void;
}

/** The same picture of each run, beside one another, at a step where it was made at several. */
export function CompareImages({ runs, search, onSearch }: CompareImagesProps) {
  const { files, error, refetch } = useComparedFiles(runs);
  const listed = useMemo(
    () => files?.map(({ run, root, paths }) => ({ run, root, series: imageSeries(paths) })),
    [files],
  );
  if (error !== null) {
    return <ErrorState error={error} doing="list the artifacts" onRetry={() => void refetch()} />;
  }
  if (files === undefined || listed === undefined) return <Loading what="images" lines={6} />;
  const names = [...new Set(listed.flatMap(({ series }) => [...series.keys()]))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  if (names.length === 0) {
    return (
      <>
        <p className="muted">
          None of these runs has images. <code>mlflow.log_image(image, key=&quot;sample&quot;, step=1)</code>{' '}
          logs one.
        </p>
        <FoldersLeftOut files={files} />
      </>
    );
  }
  const name = search.image ?? names[0]!;
  const steps = stepsOf(listed.flatMap(({ series }) => series.get(name) ?? []));
  const step = search.step ?? steps.at(-1) ?? 0;
  return (
    <>
      <div className={classes.tools}>
        <Select
          w={320}
          label="Image"
          data={names}
          value={name}
          searchable
          limit={200}
          allowDeselect={false}
          onChange={(image) => onSearch({ image: image ?? undefined, step: undefined })}
        />
        {steps.length > 1 && (
          <StepSlider key={name} steps={steps} step={step} onStep={(next) => onSearch({ step: next })} />
        )}
      </div>
      <FoldersLeftOut files={files} />
      <div className={classes.grid}>
        {listed.map(({ run, root, series }) => {
          const own = series.get(name);
          const file = own === undefined ? undefined : fileAt(own, step);
          return (
            <figure key={run.info.run_id} className={classes.cell}>
              <figcaption>
                <span className="truncate" title={runName(run)}>
                  {runName(run)}
                </span>
                {file?.step !== undefined && <span className="muted tabular">step {file.step}</span>}
              </figcaption>
              {file === undefined ? (
                <p className="muted">
                  {own === undefined ? 'This run has no such image.' : 'It has none yet at this step.'}
                </p>
              ) : (
                <img
                  loading="lazy"
                  src={artifactUrl(`${root}/${file.path}`)}
                  alt={`${name} of ${runName(run)}`}
                />
              )}
            </figure>
          );
        })}
      </div>
    </>
  );
}

interface StepSliderProps {
  steps: readonly number[];
  step: number;
  onStep: (step: number) => void;
}

/** The steps side by side, however far apart they are. */
function StepSlider({ steps, step, onStep }: StepSliderProps) {
  const place = Math.max(
    0,
    steps.findLastIndex((one) => one <= step),
  );
  const [dragged, setDragged] = useState<number>();
  const shown = dragged ?? place;
  return (
    <div className={classes.steps}>
      <div className={classes.stepsHead}>
        <span aria-hidden>Step</span>
        <span className="tabular">
          {steps[shown]} of {steps.at(-1)}
        </span>
      </div>
      <Slider
        thumbLabel="Step"
        min={0}
        max={steps.length - 1}
        step={1}
        value={shown}
        label={(at) => steps[at]}
        onChange={setDragged}
        onChangeEnd={(at) => {
          setDragged(undefined);
          onStep(steps[at] ?? step);
        }}
      />
    </div>
  );
}
