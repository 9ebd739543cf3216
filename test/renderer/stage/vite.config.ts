// Runs the window in a plain browser with a made-up host: `npx vite test/renderer/stage`. Never part of the product.
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = path.join(import.meta.dirname, '../../..');
const staged = path.join(import.meta.dirname, 'words/staged.ts');

const spoken = path.join(root, 'server/contract/condition-words.ts');

/** The window's texts, and those that it shares with other places. */
function holdsWords(file: string): boolean {
  const shared = path.join(root, 'server/contract/words');
  return file === path.join(root, 'renderer/words.ts') || path.dirname(file) === shared;
}

/** Lets the stage replace texts by those of another language: exported words, or functions that make sentences. */
const otherWords: Plugin = {
  name: 'other-words',
  enforce: 'pre',
  transform(code, id) {
    const from = `import { stagedWords } from ${JSON.stringify(staged)};`;
    if (id === spoken) {
      const names = [...code.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
      const wrapped = names.map((name) => `const staged_${name} = stagedWords('${name}', ${name});`);
      const exported = names.map((name) => `staged_${name} as ${name}`).join(', ');
      return [
        from,
        code.replace(/^export function/gm, 'function'),
        ...wrapped,
        `export { ${exported} };`,
      ].join('\n');
    }
    if (!holdsWords(id)) return undefined;
    const [, name] = /^export const (\w+) = \{/m.exec(code) ?? [];
    if (name === undefined) throw new Error(`${id} exports no words.`);
    return `${from}
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
