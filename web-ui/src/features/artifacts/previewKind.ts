export type PreviewKind = 'image' | 'json' | 'csv' | 'tsv' | 'text' | 'none';

const kinds: Record<Exclude<PreviewKind, 'none'>, string[]> = {
  image: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'bmp', 'svg', 'avif', 'ico'],
  json: ['json', 'geojson', 'ipynb'],
  csv: ['csv'],
  tsv: ['tsv'],
  text: [
    'txt',
    'log',
    'md',
    'yaml',
    'yml',
    'py',
    'java',
    'kt',
    'js',
    'ts',
    'r',
    'sql',
    'sh',
    'toml',
    'ini',
    'cfg',
    'conf',
    'properties',
    'xml',
    'html',
    'css',
    'jsonl',
    'dockerfile',
    'rst',
    'proto',
    'env',
  ],
};

const textNames = ['MLmodel', 'Dockerfile', 'README', 'LICENSE', 'Makefile', '.gitignore'];

/** How a file is shown, by its name. HTML is shown as its source: nothing a user logged runs in this page. */
export function previewKind(path: string): PreviewKind {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (textNames.includes(name)) return 'text';
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  for (const [kind, extensions] of Object.entries(kinds)) {
    if (extensions.includes(extension)) return kind as PreviewKind;
  }
  return 'none';
}
