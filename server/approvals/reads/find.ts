// `find`: the starting points, then an expression of tests and of actions that print. Anything else could delete,
// write or run something, or follow links.
import { type Place, realPathInside } from './named-paths.ts';
import type { Argument } from './option-arguments.ts';

const ALONE = new Set(
  '( ) ! -a -and -depth -empty -executable -false -ls -mount -not -o -or -print -print0 -prune -quit -readable -true -writable -xdev'.split(
    ' ',
  ),
);
const WITH_TEXT = new Set(
  '-amin -atime -cmin -ctime -group -iname -inum -ipath -iregex -iwholename -links -maxdepth -mindepth -mmin -mtime -name -path -perm -printf -regex -regextype -size -type -user -wholename -xtype'.split(
    ' ',
  ),
);

/** @returns why a person must be asked; undefined when it only lists what is inside */
export function whyAskFind(args: readonly Argument[], place: Place): string | undefined {
  const isExpression = ({ value }: Argument) => /^[-(!)]/.test(value);
  const first = args.findIndex(isExpression);
  const starts = first === -1 ? args : args.slice(0, first);
  for (const { value } of starts)
    if (realPathInside(value, place) === undefined) return `outside the folder: ${value}`;

  const expression = first === -1 ? [] : args.slice(first);
  for (let at = 0; at < expression.length; at += 1) {
    const { value, pattern } = expression[at] ?? { value: '' };
    // A file name could be an action.
    if (pattern) return 'a pattern that the shell replaces inside an expression';
    if (ALONE.has(value)) continue;
    const isNewer = value === '-newer';
    if (!isNewer && !WITH_TEXT.has(value)) return `find with ${value}`;
    at += 1;
    const argument = expression[at];
    if (!argument || argument.pattern) return `find with ${value}`;
    if (isNewer && realPathInside(argument.value, place) === undefined)
      return `outside the folder: ${argument.value}`;
  }
  return undefined;
}
