/** Pages that a run logged: their scripts run, and are kept out of everything. */
import path from 'node:path';
import { baseUrl, call, keepArtifact, open, screenshots } from './place.mjs';

const SCRIPTED = `<!doctype html><title>Report</title><p id="ran">did not run</p><p id="reached"></p><script>
  document.getElementById('ran').textContent = 'The script ran';
  const tries = { parent: () => parent.document.title, storage: () => localStorage.length, cookies: () => document.cookie };
  const reached = Object.keys(tries).filter((name) => { try { tries[name](); return true; } catch { return false; } });
  fetch('${baseUrl}/api/2.0/mlflow/experiments/search?max_results=1')
    .then(() => reached.push('server'), () => {})
    .then(() => { document.getElementById('reached').textContent = 'It reached ' + (reached.join(', ') || 'nothing'); });
</script>`;

// As plotly's write_html(include_plotlyjs="cdn") has it, which mlflow.log_figure asks for.
const FIGURE = `<html><head><meta charset="utf-8" /></head><body><div>
<script charset="utf-8" src="https://cdn.plot.ly/plotly-3.0.1.min.js" integrity="sha256-nope=" crossorigin="anonymous"></script>
<div id="figure" class="plotly-graph-div" style="height:320px; width:100%;"></div>
<script>Plotly.newPlot("figure", [{ type: "scatter", y: [1, 3, 2, 5] }], { title: { text: "Loss" } }, { responsive: true })</script>
</div></body></html>`;

async function seedPages() {
  const { experiment_id: experimentId } = await call('api/2.0/mlflow/experiments/create', {
    name: `reports-${Date.now()}`,
  });
  const { run } = await call('api/2.0/mlflow/runs/create', {
    experiment_id: experimentId,
    start_time: Date.now(),
  });
  await keepArtifact(run, 'report.html', SCRIPTED);
  await keepArtifact(run, 'figure.html', FIGURE);
  return `/experiments/${experimentId}/runs/${run.info.run_id}?tab=artifacts`;
}

export async function openLoggedPages(page, watch) {
  const address = await seedPages();
  const file = (name) => page.getByRole('navigation', { name: 'Artifacts' }).getByRole('button', { name });
  // The page tries, and the browser says that it may not.
  await watch.expecting('', async () => {
    await open(page, address, file('report.html'));
    await file('report.html').click();
    const report = page.frameLocator('iframe[title="Page report.html"]');
    await report.getByText('The script ran').waitFor();
    await report.getByText('It reached nothing').waitFor();
  });
  await file('figure.html').click();
  await page
    .frameLocator('iframe[title="Page figure.html"]')
    .locator('.main-svg .scatterlayer .trace')
    .waitFor();
  await page.screenshot({ path: path.join(screenshots, 'artifact-plotly.png') });
  await watch.assertAccessible('a figure of Plotly');
  watch.assertClean('a figure of Plotly');
}
