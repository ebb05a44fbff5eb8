/** The row count that MLflow's clients write into a dataset's profile, which is JSON of any shape. */
export function datasetSize(profile: string | undefined): string | undefined {
  if (profile === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(profile);
    if (typeof parsed !== 'object' || parsed === null || !('num_rows' in parsed)) return undefined;
    return typeof parsed.num_rows === 'number' ? parsed.num_rows.toLocaleString('en-US') : undefined;
  } catch {
    return undefined;
  }
}
