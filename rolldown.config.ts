import path from 'node:path';
import { defineConfig } from 'rolldown';

// Everything `patchbay` needs in a few files that load fast. The engine stays in node_modules: it is a binary.
export default defineConfig({
  input: { patchbay: 'server/cli/main.ts', watchdog: 'server/processes/watchdog-main.ts' },
  platform: 'node',
  resolve: {
    alias: {
      '@modelcontextprotocol/server/_shims': path.join(import.meta.dirname, 'server/mcp/sdk-shims.ts'),
    },
  },
  external: [/^@openai\/codex/],
  output: {
    dir: 'out',
    cleanDir: true,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: true,
    sourcemap: true,
  },
});
