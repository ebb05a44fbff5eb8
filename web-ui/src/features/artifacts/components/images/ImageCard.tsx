import { useState, type ReactNode } from 'react';
import { artifactUrl } from '@/features/artifacts/api/readArtifactHead';
import classes from '@/features/artifacts/components/images/Images.module.css';
import { fileAt, type ImageSeries } from '@/features/artifacts/imageSeries';
import { plural } from '@/lib/format';
import { useSeen } from '@/lib/useSeen';

/** One run's files of a picture. */
export interface PicturedRun {
  id: string;
  name: string;
  /** Above the picture, in its run's colour. */
  head: ReactNode;
  /** Where the run's files are kept. */
  root: string;
  series: ImageSeries;
}

interface ImageCardProps {
  name: string;
  /** Those of the runs that have it. */
  runs: readonly PicturedRun[];
  /** Of how many. */
  of: number;
  step: number;
}

/** The same picture of each run beside one another, at a step. It is asked for when the card comes into sight. */
export function ImageCard({ name, runs, of, step }: ImageCardProps) {
  const { ref, seen } = useSeen<HTMLElement>();
  // What was once in sight stays, and what is below it where it is.
  const [shown, setShown] = useState(false);
  if (seen && !shown) setShown(true);
  return (
    <article ref={ref} className={classes.card} aria-label={name}>
      <header className={classes.cardHead}>
        <h3 className="truncate" title={name}>
          {name}
        </h3>
        {runs.length < of && (
          <span className="muted">
            {runs.length} of {plural(of, 'run')}
          </span>
        )}
      </header>
      <div className={classes.grid} style={{ minHeight: shown ? undefined : 240 }}>
        {shown && runs.map((run) => <Picture key={run.id} name={name} run={run} step={step} />)}
      </div>
    </article>
  );
}

function Picture({ name, run, step }: { name: string; run: PicturedRun; step: number }) {
  const file = fileAt(run.series, step);
  return (
    <figure className={classes.cell}>
      <figcaption>
        {run.head}
        {file?.step !== undefined && <span className="muted tabular">step {file.step}</span>}
      </figcaption>
      {file === undefined ? (
        <p className="muted">It has none yet at this step.</p>
      ) : (
        <img loading="lazy" src={artifactUrl(`${run.root}/${file.path}`)} alt={`${name} of ${run.name}`} />
      )}
    </figure>
  );
}
