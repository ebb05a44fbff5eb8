import { expect, it } from 'vitest';
import { readNotebook } from '@/features/artifacts/notebook';

it('reads cells and what they printed, drew and failed with', () => {
  const notebook = readNotebook(
    JSON.stringify({
      metadata: { language_info: { name: 'Python' } },
      cells: [
        { cell_type: 'markdown', source: ['# Title\n', 'text'] },
        {
          cell_type: 'code',
          source: 'print(1)',
          outputs: [
            { output_type: 'stream', text: ['1\n'] },
            { output_type: 'display_data', data: { 'image/png': 'aGk=\n', 'text/plain': '<Figure>' } },
            { output_type: 'display_data', data: { 'image/png': '"><script>', 'text/plain': 'kept' } },
            { output_type: 'error', traceback: ['\u001b[31mValueError\u001b[0m: no'] },
          ],
        },
      ],
    }),
  );
  expect(notebook?.language).toBe('python');
  expect(notebook?.cells).toEqual([
    { kind: 'markdown', source: '# Title\ntext', outputs: [] },
    {
      kind: 'code',
      source: 'print(1)',
      outputs: [
        { kind: 'text', text: '1\n' },
        { kind: 'image', type: 'image/png', data: 'aGk=' },
        { kind: 'text', text: 'kept' },
        { kind: 'error', text: 'ValueError: no' },
      ],
    },
  ]);
});

it('takes nothing else for a notebook', () => {
  expect(readNotebook('{"nodes": []}')).toBeUndefined();
  expect(readNotebook('not JSON')).toBeUndefined();
  expect(readNotebook('null')).toBeUndefined();
});
