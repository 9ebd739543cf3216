// Tools of different remotes that a model could confuse with each other, or with Codex's own. Pure.

/** The tools Patchbay offers, and those the model has built in. */
const CODEX_TOOLS = [
  ...['codex', 'codex-reply', 'codex-start', 'codex-wait', 'codex-stop', 'codex-threads'],
  ...['shell', 'exec_command', 'write_stdin', 'apply_patch', 'update_plan', 'view_image', 'web_search'],
];

/** The name for the owner of Codex's own tools. */
const CODEX = 'Codex';

/**
 * @param tools of each remote
 * @returns who else has a tool of this name, ignoring case and dashes
 */
export function shadowedBy(
  tool: string,
  remote: string,
  tools: ReadonlyMap<string, readonly string[]>,
): string[] {
  const name = alike(tool);
  const others = [...tools].filter(
    ([other, names]) => other !== remote && names.some((one) => alike(one) === name),
  );
  const isCodex = CODEX_TOOLS.some((one) => alike(one) === name);
  return [...(isCodex ? [CODEX] : []), ...others.map(([other]) => other)];
}

function alike(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
