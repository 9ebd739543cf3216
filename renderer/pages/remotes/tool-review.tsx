import { Button, Group } from '@mantine/core';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';

const text = words.remotes.tool;

/** The two ends of a review: nobody can call the tool any more, or its definition counts as known. */
export function ToolReview(props: {
  remote: string;
  tool: string;
  /** Of the definition that is shown. */
  hash: string | undefined;
  isOn: boolean;
  onDone: () => void;
}) {
  const { remote, tool, hash, isOn, onDone } = props;
  const [switchTool, isSwitching] = useCommand('switch-tool');
  const [accept, isAccepting] = useCommand('accept-tool');
  return (
    <Group gap="xs" mt="sm">
      {isOn && (
        <Button
          variant="default"
          loading={isSwitching}
          onClick={async () => {
            const outcome = await switchTool({ name: remote, tool, isOn: false });
            if (outcome.ok) onDone();
          }}
        >
          {text.switchOff}
        </Button>
      )}
      {hash !== undefined && (
        <Button
          variant="default"
          loading={isAccepting}
          onClick={async () => {
            const outcome = await accept({ name: remote, tool, hash });
            if (outcome.ok) onDone();
          }}
        >
          {text.accept}
        </Button>
      )}
    </Group>
  );
}
