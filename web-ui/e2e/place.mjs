/** The server whose pages are walked. */
export const baseUrl = (process.env.MILLRACE_URL ?? 'http://127.0.0.1:5000').replace(/\/$/, '');

export const screenshots = process.env.SCREENSHOT_DIR ?? 'target/screenshots';

/** Opens an address anew, as a link from outside does, and waits for what must be seen there. */
export async function open(page, hash, locator) {
  await page.goto('about:blank');
  await page.goto(`${baseUrl}/#${hash}`);
  await locator.first().waitFor({ timeout: 20_000 });
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {
    // A page that polls or watches events is never idle; what it must show is there.
  });
}

/** Asks the server's API; without a body by GET. */
export async function call(path, body, method = body === undefined ? 'GET' : 'POST') {
  const response = await fetch(`${baseUrl}/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Keeps a file among the artifacts of a run, at a path below their root; a stream is sent as it comes. */
export async function keepArtifact(run, file, body) {
  const root = run.info.artifact_uri.replace(/^mlflow-artifacts:(\/\/[^/]*)?\/+/, '');
  const url = `${baseUrl}/api/2.0/mlflow-artifacts/artifacts/${root}/${file}`;
  const response = await fetch(url, { method: 'PUT', body, duplex: 'half' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}
