/** Where data came from: MLflow's sources are JSON with one field that matters. */
export function sourceText(source: string): string {
  try {
    const parsed: unknown = JSON.parse(source);
    if (parsed !== null && typeof parsed === 'object') {
      const { uri, url, path } = parsed as Record<string, unknown>;
      const named = [uri, url, path].find((value) => typeof value === 'string');
      if (typeof named === 'string') return named;
    }
  } catch {
    // Plain text.
  }
  return source;
}

/** JSON over several lines; what is none stays as it is. */
export function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
