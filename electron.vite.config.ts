// The desktop app: main process, preload and window. Everything is bundled but Electron and the engine, which is a
// binary; electron-vite 6 puts the three below out/electron.
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const out = (part: string) => path.join(import.meta.dirname, 'out/electron', part);
const alias = {
  '@modelcontextprotocol/server/_shims': path.join(import.meta.dirname, 'server/mcp/sdk-shims.ts'),
  // Its other form requires parts of itself in a way no bundler sees.
  'jsonc-parser': path.join(import.meta.dirname, 'node_modules/jsonc-parser/lib/esm/main.js'),
};

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      outDir: out('main'),
      lib: { entry: 'electron/main.ts', formats: ['es'] },
      externalizeDeps: false,
      minify: true,
      sourcemap: true,
      rollupOptions: { external: [/^@openai\/codex/] },
    },
  },
  preload: {
    build: {
      outDir: out('preload'),
      lib: { entry: 'electron/preload.ts', formats: ['cjs'] },
      // A sandboxed preload must be CommonJS.
      rollupOptions: { output: { entryFileNames: 'preload.cjs' } },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: out('renderer'),
      emptyOutDir: true,
      minify: true,
      // For the licences of a package; it does not ship.
      sourcemap: 'hidden',
      // Loaded from the disk, in one piece.
      chunkSizeWarningLimit: 3000,
      rollupOptions: { input: 'renderer/index.html' },
    },
  },
});
