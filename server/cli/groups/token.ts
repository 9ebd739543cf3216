// `patchbay token`: clients, and what they may do.
import { type Command, InvalidArgumentError } from 'commander';
import { DEFAULT_STALL_MINUTES, MAX_COUNT, MAX_MINUTES } from '../../contract/leash.ts';
import type { LeashWords } from '../leash-command.ts';
import { addLimitOptions, type Liftable, type LimitWords, liftable, limitsIn } from '../limit-options.ts';
import { decimalNumber, wholeNumber } from '../numbers.ts';
import { addClientCommands } from './clients.ts';

/** Of a minute: a second or so. */
const SHORTEST_MINUTES = 0.01;

export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('tokens for clients that connect over HTTP');
  const load = () => import('../token-command.ts');
  addLimitOptions(token.command('add <name>').description('make a token; it is shown once')).action(
    async (name: string, words: LimitWords) => (await load()).addToken(name, words),
  );
  addLimitOptions(
    token
      .command('limit <name>')
      .description(
        'change what a client may do, of a token or of local or anonymous; at once, for open sessions too',
      ),
  )
    .option('--lift <limit>', `take a limit away: ${Object.keys(liftable).join(', ')}`, lift)
    .action(async (name: string, words: LimitWords & { lift?: Liftable[] }, command: Command) => {
      const set = words.lift && limitsIn(words);
      const both = words.lift?.find((limit) => set && Object.hasOwn(set, liftable[limit]));
      if (both) command.error(`error: --lift ${both} takes away what another option sets: say one of them`);
      await (await load()).limitClient(name, words);
    });
  token
    .command('list')
    .description('the tokens there are, with their limits; never the tokens themselves')
    .option('--json', 'as JSON', false)
    .action(async ({ json }: { json: boolean }) => (await load()).listTokens({ asJson: json }));
  token
    .command('leash <name>')
    .description(
      'how far one turn of a client (a token, local or anonymous) goes before a person is asked; without options it is only printed',
    )
    .option('--minutes <n>', 'time in which the turn works', decimalNumber(SHORTEST_MINUTES, MAX_MINUTES))
    .option('--tokens <n>', 'tokens read and written by the model', wholeNumber(1, MAX_COUNT))
    .option('--commands <n>', 'commands that are run', wholeNumber(1, MAX_COUNT))
    .option('--files <n>', 'files that patches change', wholeNumber(1, MAX_COUNT))
    .option(
      '--stall-minutes <n>',
      `silence after which the window reports it (default: ${DEFAULT_STALL_MINUTES})`,
      decimalNumber(SHORTEST_MINUTES, MAX_MINUTES),
    )
    .option('--none', 'take away what was set before')
    .action(async (name: string, words: LeashWords, command: Command) => {
      if (words.none && Object.keys(words).length > 1)
        command.error('error: --none takes everything away: use it alone');
      await (await import('../leash-command.ts')).changeLeash(name, words);
    });
  token
    .command('revoke <name>')
    .description('make a token useless at once')
    .action(async (name: string) => (await load()).revokeToken(name));
  addClientCommands(token);
}

function lift(word: string, before: readonly Liftable[] = []): Liftable[] {
  if (Object.hasOwn(liftable, word)) return [...before, word as Liftable];
  throw new InvalidArgumentError(`It must be one of ${Object.keys(liftable).join(', ')}.`);
}
