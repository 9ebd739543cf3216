// A name for a server that was pasted without one, made of its package, its program or its address.
import { programName } from './known-programs.ts';

/** Words around the name proper. */
const AROUND = /^(?:mcp-server-|server-|mcp-)|(?:-mcp-server|-mcp|-server)$/gi;
const WITHOUT_NAME = [
  'mcp',
  'api',
  'www',
  'app',
  'server',
  'run',
  'exec',
  'x',
  'dlx',
  'tool',
  'index',
  'main',
  'build',
  'dist',
  'src',
];
/** Options of the runners that have a value of their own. */
const WITH_VALUE =
  /^(?:-p|--package|--from|--with|--directory|-v|--volume|-e|--env|-w|--mount|--network|--name|-m)$/;

/** `https://mcp.linear.app/sse` → `linear`. */
export function nameOfAddress(url: string): string {
  if (!URL.canParse(url)) return 'server';
  const { hostname } = new URL(url);
  if (/^[\d.]+$|^\[/.test(hostname)) return 'server';
  const labels = hostname.split('.');
  const significant = labels.length > 1 ? labels.slice(0, -1) : labels;
  return significant.findLast((label) => !WITHOUT_NAME.includes(label)) ?? labels[0] ?? 'server';
}

/** `npx -y @modelcontextprotocol/server-filesystem /tmp` → `filesystem`. */
export function nameOfCommand(command: string, args: readonly string[]): string {
  const words = args.filter(
    (word, index) => !word.startsWith('-') && !WITH_VALUE.test(args[index - 1] ?? ''),
  );
  const module = args[args.indexOf('-m') + 1];
  const named = args.includes('-m') && module !== undefined ? [module, ...words] : words;
  const first = [...named.map(nameOfWord), nameOfWord(programName(command))].find(
    (name) => name !== '' && !WITHOUT_NAME.includes(name),
  );
  return first ?? 'server';
}

/** Of a package, an image, a file or an address: its last part that says something. */
function nameOfWord(word: string): string {
  if (/^https?:\/\//i.test(word)) return nameOfAddress(word);
  const parts = word
    .split(/[\\/]/)
    .map(nameOfPart)
    .filter((name) => name !== '');
  return parts.findLast((name) => !WITHOUT_NAME.includes(name)) ?? parts.at(-1) ?? '';
}

function nameOfPart(part: string): string {
  const bare = part.replace(/(?<=.)[@:].*$/, '').replace(/\.(?:[cm]?[jt]s|py|exe|jar|sh)$/i, '');
  return bare.replace(AROUND, '').replace(AROUND, '') || bare;
}
