export type PreviewKind =
  | 'image'
  | 'json'
  | 'csv'
  | 'tsv'
  | 'markdown'
  | 'html'
  | 'notebook'
  | 'parquet'
  | 'pdf'
  | 'audio'
  | 'video'
  | 'text'
  | 'none';

const kinds: Record<Exclude<PreviewKind, 'none' | 'text'>, string[]> = {
  image: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'bmp', 'svg', 'avif', 'ico'],
  json: ['json', 'geojson'],
  csv: ['csv'],
  tsv: ['tsv'],
  markdown: ['md', 'markdown'],
  html: ['html', 'htm'],
  notebook: ['ipynb'],
  parquet: ['parquet', 'pq'],
  pdf: ['pdf'],
  audio: ['wav', 'mp3', 'ogg', 'oga', 'flac', 'm4a', 'aac', 'opus'],
  video: ['mp4', 'webm', 'ogv', 'mov', 'm4v'],
};

/** Names of languages as the highlighter has them; plain text has none. */
const languages: Record<string, string | undefined> = {
  txt: undefined,
  log: undefined,
  rst: undefined,
  env: undefined,
  yaml: 'yaml',
  yml: 'yaml',
  py: 'python',
  java: 'java',
  kt: 'kotlin',
  scala: 'scala',
  js: 'javascript',
  mjs: 'javascript',
  ts: 'typescript',
  r: 'r',
  sql: 'sql',
  sh: 'bash',
  toml: 'ini',
  ini: 'ini',
  cfg: 'ini',
  conf: 'ini',
  properties: 'ini',
  xml: 'xml',
  css: 'css',
  jsonl: 'json',
  ndjson: 'json',
  proto: 'protobuf',
  cpp: 'cpp',
  c: 'cpp',
  h: 'cpp',
  go: 'go',
  rs: 'rust',
  diff: 'diff',
  patch: 'diff',
};

const names: Record<string, string | undefined> = {
  MLmodel: 'yaml',
  Dockerfile: 'dockerfile',
  Makefile: 'makefile',
  README: undefined,
  LICENSE: undefined,
  '.gitignore': undefined,
};

function split(path: string): { name: string; extension: string } {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { name, extension: name.slice(name.lastIndexOf('.') + 1).toLowerCase() };
}

/** How a file is shown, by its name. */
export function previewKind(path: string): PreviewKind {
  const { name, extension } = split(path);
  if (Object.hasOwn(names, name)) return 'text';
  for (const [kind, extensions] of Object.entries(kinds)) {
    if (extensions.includes(extension)) return kind as PreviewKind;
  }
  return Object.hasOwn(languages, extension) ? 'text' : 'none';
}

export function languageOf(path: string): string | undefined {
  const { name, extension } = split(path);
  if (Object.hasOwn(names, name)) return names[name];
  return Object.hasOwn(languages, extension) ? languages[extension] : undefined;
}
