import { expect, it } from 'vitest';
import { fileAt, imageSeries, stepsOf } from '@/features/artifacts/imageSeries';

const logged = (key: string, step: number, rest = '', time = 1) =>
  `images/${key}%step%${step}%timestamp%${time}%g0b1${rest}`;

it('takes what log_image wrote for one picture at its steps, the small file of each', () => {
  const small = logged('val#dog', 0, '%compressed.webp');
  const found = imageSeries([small, logged('val#dog', 0, '.png'), logged('val#dog', 10, '.png')]);
  expect([...found.keys()]).toEqual(['val/dog']);
  expect([...found.get('val/dog')!.files]).toEqual([
    [0, small],
    [10, logged('val#dog', 10, '.png')],
  ]);
});

it('reads the names that MLflow 3 gives, and shows the newest picture of a step', () => {
  const path = (time: number) => `images/val~dog+step+3+timestamp+${time}+g0b1.png`;
  expect(
    imageSeries([path(7), path(5)])
      .get('val/dog')
      ?.files.get(3),
  ).toBe(path(7));
});

it('takes numbers at the end of a name for steps, and leaves other files out', () => {
  const found = imageSeries([
    'samples/epoch_1.png',
    'samples/epoch_02.png',
    'roc.png',
    'data_1.csv',
    '7.png',
  ]);
  expect([...found.keys()]).toEqual(['samples/epoch.png', 'roc.png', '*.png']);
  expect(stepsOf(found.values())).toEqual([1, 2, 7]);
});

it('finds the picture at a step, or the last one before', () => {
  const found = imageSeries(['e_10.png', 'e_30.png', 'roc.png']);
  const epoch = found.get('e.png')!;
  expect(fileAt(epoch, 20)).toEqual({ path: 'e_10.png', step: 10 });
  expect(fileAt(epoch, 30)).toEqual({ path: 'e_30.png', step: 30 });
  expect(fileAt(epoch, 5)).toBeUndefined();
  expect(fileAt(found.get('roc.png')!, 5)).toEqual({ path: 'roc.png', step: undefined });
});
