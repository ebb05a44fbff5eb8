import plotlyUrl from 'plotly.js-dist-min/plotly.min.js?url';

const CDN_SCRIPT = /<script\b[^>]*\bsrc="https:\/\/cdn\.plot\.ly\/plotly-[^"]*"[^>]*>\s*<\/script>/gi;

/**
 * A page with Plotly from here where it asks for it from its makers' CDN, as the figures of `mlflow.log_figure` do:
 * a preview reaches no other place.
 */
export function withOwnPlotly(html: string, url = new URL(plotlyUrl, document.baseURI).toString()): string {
  return html.replaceAll(CDN_SCRIPT, () => `<script src="${url}"></script>`);
}
