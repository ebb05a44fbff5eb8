import { expect, test } from 'vitest';
import { invocationExample } from '@/features/endpoints/invocationExample';

const url = 'http://127.0.0.1:5000/serving/penguins/invocations';

test('sends one row with the columns of the live version', () => {
  const code = invocationExample(url, {
    inputs: [
      { name: "bill's length", type: 'double' },
      { name: 'year', type: 'long' },
      { name: 'island', type: 'string' },
    ],
  });

  expect(code).toContain(url);
  expect(code).toContain(
    `-d '{"dataframe_split":{"columns":["bill'\\''s length","year","island"],"data":[[0.5,1,"text"]]}}'`,
  );
});

test('sends a tensor of the shape the live version takes', () => {
  const inputs = [{ type: 'tensor', 'tensor-spec': { dtype: 'float32', shape: [-1, 2] } }];

  expect(invocationExample(url, { inputs })).toContain(`-d '{"inputs":[[0.5,0.5]]}'`);
});

test('sends named tensors by their names', () => {
  const inputs = [
    { name: 'left', type: 'tensor', 'tensor-spec': { dtype: 'int64', shape: [1] } },
    { name: 'right', type: 'tensor', 'tensor-spec': { dtype: 'str', shape: [1] } },
  ];

  expect(invocationExample(url, { inputs })).toContain(`-d '{"inputs":{"left":[1],"right":["text"]}}'`);
});
