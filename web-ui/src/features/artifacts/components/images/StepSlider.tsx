import { Slider } from '@mantine/core';
import { useState } from 'react';
import classes from '@/features/artifacts/components/images/Images.module.css';

interface StepSliderProps {
  steps: readonly number[];
  step: number;
  onStep: (step: number) => void;
}

/** The steps side by side, however far apart they are. */
export function StepSlider({ steps, step, onStep }: StepSliderProps) {
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
