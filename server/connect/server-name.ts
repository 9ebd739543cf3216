// Names of tables in config.toml, made of names that others gave.

/** Tools are offered as `mcp__NAME__TOOL`, and clients limit that. */
const LONGEST = 40;

/**
 * A name that Codex accepts: letters, digits, dashes and underscores.
 * @returns the name itself where it can be, with a number where it is taken
 */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  // Letters with marks lose these, all other characters become a dash.
  const plain = name.normalize('NFKD').replace(/\p{M}+/gu, '');
  const usual = plain
    .replace(/[^\w-]+/g, '-')
    .replace(/^[-_]+/, '')
    .slice(0, LONGEST)
    .replace(/[-_]+$/, '');
  const first = usual || 'server';
  let free = first;
  for (let count = 2; isTaken(free); count += 1) free = `${first}-${count}`;
  return free;
}
