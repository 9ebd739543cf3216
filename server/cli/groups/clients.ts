// `patchbay token pause`, `resume` and `when-nobody`: for `local` and `anonymous` too, which have no token.
import { Argument, type Command } from 'commander';
import { LONGEST_COMMAND_SECONDS, LONGEST_WAIT_MINUTES } from '../../contract/when-nobody.ts';
import type { WhenNobodyWords } from '../client-changes.ts';
import { wholeNumber } from '../numbers.ts';

/** `default` takes away what was set. */
const whenNobodyActions = ['deny', 'wait', 'command', 'default'] as const;

/** @param token the command they belong to */
export function addClientCommands(token: Command): void {
  const load = () => import('../client-changes.ts');
  token
    .command('pause <name>')
    .description('this client can start nothing new; turns that run go on')
    .action(async (name: string) => (await load()).pauseClient(name, true));
  token
    .command('resume <name>')
    .description('a paused client can start turns again')
    .action(async (name: string) => (await load()).pauseClient(name, false));
  token
    .command('when-nobody')
    .argument('<name>', 'the name of a token, local or anonymous')
    .addArgument(new Argument('[action]', 'what happens to its questions').choices(whenNobodyActions))
    .argument('[command...]', 'for `command`: -- and the program that answers, with its arguments')
    .description(
      'what happens to the questions of this client while nobody is there; without an action, prints it',
    )
    .option(
      '--minutes <n>',
      'for `wait`: how long (default: as long as any question)',
      wholeNumber(1, LONGEST_WAIT_MINUTES),
    )
    .option(
      '--seconds <n>',
      'for `command`: how long the program may take (default: 60)',
      wholeNumber(1, LONGEST_COMMAND_SECONDS),
    )
    .action(
      async (
        name: string,
        action: (typeof whenNobodyActions)[number] | undefined,
        words: string[],
        options: WhenNobodyWords,
        command: Command,
      ) => {
        if ((action === 'command') !== words.length > 0)
          command.error('error: name a program after `command --`, and nowhere else');
        if (options.minutes !== undefined && action !== 'wait')
          command.error('error: --minutes belongs to `wait`');
        if (options.seconds !== undefined && action !== 'command')
          command.error('error: --seconds belongs to `command`');
        await (await load()).setWhenNobody(name, action, { ...options, command: words });
      },
    );
}
