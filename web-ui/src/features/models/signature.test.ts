import { expect, it } from 'vitest';
import { readSignature } from '@/features/models/signature';

const MLMODEL = `artifact_path: model
signature:
  inputs: '[{"type": "double", "name": "father''s height", "required": true}, {"type":
    "string", "name": "town", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]'
  params: null
utc_time_created: '2026-11-30'
`;

it('reads what a model takes and answers', () => {
  expect(readSignature(MLMODEL)).toEqual({
    inputs: [
      { name: "father's height", type: 'double', required: true },
      { name: 'town', type: 'string', required: false },
    ],
    outputs: [{ name: undefined, type: 'float32 tensor of any × 3', required: true }],
    params: [],
  });
});

it('reads texts in double quotes, lists within columns, and parameters', () => {
  const signature = readSignature(
    'signature:\n' +
      '  inputs: "[{\\"type\\": \\"array\\", \\"items\\": {\\"type\\": \\"long\\"}, \\"name\\": \\"h\\\\u00f6he\\"}]"\n' +
      '  outputs: null\n' +
      `  params: '[{"name": "temperature", "dtype": "float", "default": 0.5, "shape": null}]'\n`,
  );
  expect(signature?.inputs).toEqual([{ name: 'höhe', type: 'array of long', required: true }]);
  expect(signature?.params).toEqual([{ name: 'temperature', type: 'float', required: false }]);
});

it('finds nothing in a file without a signature, or with one that is broken', () => {
  expect(readSignature('flavors:\n  sklearn: {}\n')).toBeUndefined();
  expect(readSignature("signature:\n  inputs: '[{'\n")).toBeUndefined();
});
