/** Has the browser keep what is at an address. */
export function download(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

/** Has the browser keep a content as a file. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  download(url, name);
  // Big contents are read a while after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
