import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Signature } from '@/features/endpoints/api/types';
import { codeSnippets, type Snippet } from '@/features/endpoints/codeSnippets';

const url = 'http://127.0.0.1:5000/serving/penguins/invocations';
const columns: Signature = {
  inputs: [
    { name: `bill's "length" \\ µm`, type: 'double' },
    { name: 'year', type: 'long' },
    { name: 'island', type: 'string' },
    { name: 'adult', type: 'boolean' },
  ],
};

function shell(signature: Signature): string {
  return codeSnippets({ url, signature, requiresKey: false })[0]?.code ?? '';
}

test('sends one row with the columns of the live version', () => {
  const code = shell({ inputs: [{ name: "bill's length", type: 'double' }] });

  expect(code).toContain(url);
  expect(code).toContain(`-d '{"dataframe_split":{"columns":["bill'\\''s length"],"data":[[0.5]]}}'`);
});

test('sends a tensor of the shape the live version takes', () => {
  const inputs = [{ type: 'tensor', 'tensor-spec': { dtype: 'float32', shape: [-1, 2] } }];

  expect(shell({ inputs })).toContain(`-d '{"inputs":[[0.5,0.5]]}'`);
});

test('sends named tensors by their names', () => {
  const inputs = [
    { name: 'left', type: 'tensor', 'tensor-spec': { dtype: 'int64', shape: [1] } },
    { name: 'right', type: 'tensor', 'tensor-spec': { dtype: 'str', shape: [1] } },
  ];

  expect(shell({ inputs })).toContain(`-d '{"inputs":{"left":[1],"right":["text"]}}'`);
});

test('leaves a body that is too long for a shell to a file', () => {
  const inputs = Array.from({ length: 1000 }, (_, index) => ({ name: `feature_${index}`, type: 'double' }));

  for (const { code } of codeSnippets({ url, signature: { inputs }, requiresKey: false })) {
    expect(code).toContain('request.json');
    expect(code).not.toContain('feature_1');
  }
});

const languages = ['Shell', 'Python', 'Java', 'JavaScript'] as const;

test.each(languages)(
  'runs as it stands in %s, with a key',
  async (language) => {
    let asked: { body: unknown; key: string | undefined } | undefined;
    const server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        asked = {
          body: JSON.parse(Buffer.concat(pieces).toString('utf8')),
          key: request.headers.authorization,
        };
        response.setHeader('Content-Type', 'application/json');
        response.end('{"predictions":["adelie"]}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const folder = await mkdtemp(path.join(tmpdir(), 'snippet-'));
    try {
      const { port } = server.address() as AddressInfo;
      const address = `http://127.0.0.1:${port}/serving/penguins/invocations`;
      const snippet = codeSnippets({ url: address, signature: columns, requiresKey: true }).find(
        (each) => each.language === language,
      ) as Snippet;
      await writeFile(path.join(folder, snippet.file), snippet.code);
      const [command = '', ...args] = snippet.run.split(' ');
      const { stdout } = await promisify(execFile)(command, args, {
        cwd: folder,
        env: { ...process.env, MILLRACE_KEY: 'mrk_secret' },
      });

      expect(stdout).toContain('adelie');
      expect(asked?.key).toBe('Bearer mrk_secret');
      expect(asked?.body).toEqual({
        dataframe_split: {
          columns: [`bill's "length" \\ µm`, 'year', 'island', 'adult'],
          data: [[0.5, 1, 'text', true]],
        },
      });
    } finally {
      server.close();
      await rm(folder, { recursive: true });
    }
  },
  30_000,
);
