/** Says that not all folders of the runs that are compared were looked into, where that is so. */
export function FoldersLeftOut({ files }: { files: readonly { cut: boolean }[] }) {
  if (!files.some(({ cut }) => cut)) return null;
  return (
    <p className="muted">Some runs have more folders than were looked into: not every file is listed.</p>
  );
}
