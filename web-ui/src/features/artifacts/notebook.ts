export type CellOutput =
  { kind: 'text' | 'error'; text: string } | { kind: 'image'; type: string; data: string };

export interface Notebook {
  language: string;
  cells: { kind: 'code' | 'markdown'; source: string; outputs: CellOutput[] }[];
}

interface RawOutput {
  output_type?: string;
  text?: unknown;
  data?: Record<string, unknown>;
  traceback?: unknown;
}

/** A text, or its lines. */
function joined(value: unknown): string {
  if (Array.isArray(value)) return value.filter((line) => typeof line === 'string').join('');
  return typeof value === 'string' ? value : '';
}

/** What a terminal takes for a change of colour. */
// eslint-disable-next-line no-control-regex -- it is one
const ANSI = /\u001b\[[0-9;]*m/g;

function outputOf(raw: RawOutput): CellOutput[] {
  if (raw.output_type === 'error') {
    const lines = Array.isArray(raw.traceback) ? raw.traceback : [];
    return [{ kind: 'error', text: lines.map(String).join('\n').replace(ANSI, '') }];
  }
  for (const type of ['image/png', 'image/jpeg']) {
    const data = joined(raw.data?.[type]).replace(/\s/g, '');
    if (/^[A-Za-z0-9+/=]+$/.test(data)) return [{ kind: 'image', type, data }];
  }
  const text = (joined(raw.text) || joined(raw.data?.['text/plain'])).replace(ANSI, '');
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** Jupyter's format, version 4; nothing for what is not that. */
export function readNotebook(text: string): Notebook | undefined {
  let raw: { cells?: unknown; metadata?: { language_info?: { name?: unknown } } } | null;
  try {
    raw = JSON.parse(text) as typeof raw;
  } catch {
    return undefined;
  }
  if (raw === null || !Array.isArray(raw.cells)) return undefined;
  const language = raw.metadata?.language_info?.name;
  return {
    language: typeof language === 'string' ? language.toLowerCase() : 'python',
    cells: raw.cells
      .filter((cell): cell is Record<string, unknown> => typeof cell === 'object' && cell !== null)
      .map((cell) => ({
        kind: cell['cell_type'] === 'markdown' ? 'markdown' : 'code',
        source: joined(cell['source']),
        outputs: Array.isArray(cell['outputs']) ? (cell['outputs'] as RawOutput[]).flatMap(outputOf) : [],
      })),
  };
}
