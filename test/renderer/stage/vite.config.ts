// Runs the window in a plain browser with a made-up host: `npx vite test/renderer/stage`. Never part of the product.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { fs: { allow: ['../../..'] } },
  build: { outDir: '../../../node_modules/.cache/stage', emptyOutDir: true },
});
