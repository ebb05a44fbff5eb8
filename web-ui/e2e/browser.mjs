import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function executable() {
  if (process.env.MILLRACE_CHROMIUM) return process.env.MILLRACE_CHROMIUM;
  // The browser is inside the package, which unpacks it into the directory for temporary files.
  const packaged = await import('@sparticuz/chromium');
  return packaged.default.executablePath();
}

/** Runs `work` with a page of a browser that has a fresh profile, and leaves neither behind. */
export async function withBrowser(work) {
  const profile = await mkdtemp(path.join(tmpdir(), 'millrace-e2e-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await executable(),
    args: flags,
    viewport: { width: 1440, height: 900 },
  });
  try {
    return await work(context);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}
