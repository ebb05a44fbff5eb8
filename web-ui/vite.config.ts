import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/**
 * The server that answers API calls while the page is developed: ours, or any `mlflow server`.
 * `MILLRACE_URL=http://127.0.0.1:5001 npm run dev`
 */
const apiServer = process.env['MILLRACE_URL'] ?? 'http://127.0.0.1:5000';
const apiPaths = ['/api', '/ajax-api', '/serving', '/health', '/version'];
const proxy = Object.fromEntries(
  apiPaths.map((path) => [path, { target: apiServer, changeOrigin: true }] as const),
);

export default defineConfig({
  // Relative, so that the page also works below a path prefix of a reverse proxy.
  base: './',
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  cacheDir: 'target/vite',
  build: {
    outDir: 'target/dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: true,
    // A data: URL would need a wider Content-Security-Policy than files do.
    assetsInlineLimit: 0,
    // kB before compression: with the runs page's own chunk this keeps it below 250 kB of gzip. The charts
    // of runs by their parameters are a bit larger, and loaded where they are looked at alone.
    chunkSizeWarningLimit: 620,
  },
  server: { proxy },
  preview: { proxy },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    restoreMocks: true,
    testTimeout: 20_000,
  },
});
