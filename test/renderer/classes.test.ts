// A component that names a class its stylesheet does not have is shown without any style, and nothing else tells.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const components = fs
  .readdirSync('renderer', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx'))
  .map((file) => path.join('renderer', file));

test('every class a component names is in its stylesheet', () => {
  const used = components.flatMap(classesUsedBy);
  expect(used.length).toBeGreaterThan(100);
  expect(used.filter(({ isThere }) => !isThere).map(({ where }) => where)).toEqual([]);
});

function classesUsedBy(file: string): { where: string; isThere: boolean }[] {
  const code = fs.readFileSync(file, 'utf8');
  return [...code.matchAll(/import (\w+) from '(\.[^']+\.module\.css)'/g)].flatMap(([, name, sheet = '']) => {
    const styles = fs.readFileSync(path.resolve(path.dirname(file), sheet), 'utf8');
    const names = [...code.matchAll(new RegExp(`[^\\w/.-]${name}\\.(\\w+)`, 'g'))].map(
      ([, used = '']) => used,
    );
    return [...new Set(names)].map((used) => ({
      where: `${file}: ${name}.${used}`,
      isThere: new RegExp(`\\.${used}\\b`).test(styles),
    }));
  });
}
