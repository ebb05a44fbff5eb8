const KEY = 'millrace.name';

/** The name that somebody gave himself in this browser; it goes into histories and owns saved views. */
export function callerName(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export function setCallerName(name: string): void {
  try {
    if (name === '') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, name);
  } catch {
    // A browser that keeps nothing forgets the name with the page.
  }
}

/** How the server is told: as MLflow's clients tell a user name. It is a claim, no proof. */
export function callerHeaders(): Record<string, string> {
  const name = callerName();
  if (name === '') return {};
  const bytes = new TextEncoder().encode(`${name}:`);
  return { Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}
