import { Text } from '@mantine/core';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { AnsiOutput } from '../../components/ansi-output.tsx';
import { LoadProblem } from '../../components/load-problem.tsx';
import { Rows } from '../../components/rows.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { words } from '../../words.ts';

const text = words.remotes.output;

/** The end of what the program wrote to stderr, as it writes it. */
export function OutputTab({ remote }: { remote: RemoteRow }) {
  const { ask } = useHost();
  const { name, outputLines, transport } = remote;
  const [loaded, reload] = useLoaded(() => ask('remote-about', { name }), `${name} ${outputLines}`);
  if (transport === 'http') return <Text c="dimmed">{text.ofAddress}</Text>;
  if (loaded.kind === 'loading') return <Rows />;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  const { stderr } = loaded.value;
  return stderr.length === 0 ? (
    <>
      <Text>{text.none}</Text>
      <Text c="dimmed">{text.noneHint}</Text>
    </>
  ) : (
    <AnsiOutput output={stderr.join('\n')} label={text.label} />
  );
}
