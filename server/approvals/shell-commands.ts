// Finds every command anywhere in a shell text: in groups, loops, substitutions, `sh -c '…'` and `eval '…'`. For
// warnings only: it skips what it does not understand, so nothing may be allowed because of it.
import { forEachChild, parse, type SyntaxNode } from 'unbash';

export interface FoundCommand {
  /** The program and its arguments, without quotes; expansions are left as written. */
  readonly words: readonly string[];
  /** The targets its redirections write to. */
  readonly writesTo: readonly string[];
  /** It receives the output of another command. */
  readonly readsPipe: boolean;
  /** The commands whose output becomes part of it: `sh -c "$(curl …)"`. */
  readonly inside: readonly FoundCommand[];
}

/** The maximum depth of shell texts inside shell texts. */
const MAX_DEPTH = 5;

/** @returns outer commands before inner ones */
export function findCommands(text: string, depth = 0): FoundCommand[] {
  return depth > MAX_DEPTH ? [] : commandsIn(parse(text), false, depth);
}

function commandsIn(node: SyntaxNode, readsPipe: boolean, depth: number): FoundCommand[] {
  if (node.type === 'Command') return commandWith(node, readsPipe, depth);
  if (node.type === 'Pipeline')
    return node.commands.flatMap((command, index) => commandsIn(command, readsPipe || index > 0, depth));
  return childrenOf(node).flatMap((child) => commandsIn(child, readsPipe, depth));
}

function commandWith(
  node: Extract<SyntaxNode, { type: 'Command' }>,
  readsPipe: boolean,
  depth: number,
): FoundCommand[] {
  const args = node.args.map((arg) => (arg.type === 'Word' ? arg.value : arg.text));
  const words = node.name ? [node.name.value, ...args] : [];
  const writesTo = node.redirects.flatMap((redirect) =>
    redirect.type === 'Redirect' && redirect.operator.includes('>') && redirect.target
      ? [redirect.target.value]
      : [],
  );
  const inside = childrenOf(node).flatMap((child) => commandsIn(child, false, depth));
  const scripts = scriptsOf(words).flatMap((script) => findCommands(script, depth + 1));
  return [{ words, writesTo, readsPipe, inside }, ...inside, ...scripts];
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  forEachChild(node, (child) => void children.push(child));
  return children;
}

/** Arguments that are shell texts, even with other programs before the shell: `sudo bash -lc TEXT`. */
function scriptsOf(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    if (word === 'eval' && at === 0) return [words.slice(1).join(' ')];
    if (!/(?:^|\/)(?:ba|z|da|k|a)?sh$/.test(word)) return [];
    const flag = words.findIndex((other, index) => index > at && /^-\w*c$/.test(other));
    return flag === -1 ? [] : words.slice(flag + 1, flag + 2);
  });
}
