// Runs the window in a plain browser with a made-up host: `npx vite test/renderer/stage`. Never part of the product.
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = path.join(import.meta.dirname, '../../..');
const staged = path.join(import.meta.dirname, 'words/staged.ts');

/** The window's texts, and those that it shares with other places. */
function holdsWords(file: string): boolean {
  return (
    file === path.join(root, 'renderer/words.ts') ||
    path.dirname(file) === path.join(root, 'server/contract/words')
  );
}

/** Lets the stage replace texts by those of another language. */
const otherWords: Plugin = {
  name: 'other-words',
  enforce: 'pre',
  transform(code, id) {
    if (!holdsWords(id)) return undefined;
    const [, name] = /^export const (\w+) = \{/m.exec(code) ?? [];
    if (name === undefined) throw new Error(`${id} exports no words.`);
    return `import { stagedWords } from ${JSON.stringify(staged)};
${code.replace(`export const ${name} =`, 'const english =')}
export const ${name} = stagedWords(${JSON.stringify(name)}, english);`;
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), otherWords],
  server: { fs: { allow: ['../../..'] } },
  build: {
    outDir: '../../../node_modules/.cache/stage',
    emptyOutDir: true,
    minify: false,
    chunkSizeWarningLimit: 10_000,
  },
});
