import { Alert, Button, Collapse, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { CommandResult } from '../../../../server/contract/commands.ts';
import type { CommandError } from '../../../../server/contract/ipc.ts';
import type { RemoteDraft } from '../../../../server/contract/remote-draft.ts';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { VisibleText } from '../../../components/visible-text.tsx';
import { useHost } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';
import classes from './published-picker.module.css';

type Found = CommandResult<'look-up-server'>;
type Way = Extract<Found, { kind: 'server' }>['ways'][number];

interface Props {
  onChoose(way: Way, draft: RemoteDraft): void;
}

const text = words.remotes.published;

/** Fills in the form of a new remote from what its publisher says. Nothing is added or started by it. */
export function PublishedPicker({ onChoose }: Props) {
  const { ask } = useHost();
  const [isOpen, setOpen] = useState(false);
  const [entered, setEntered] = useState('');
  const [found, setFound] = useState<Found>();
  const [chosen, setChosen] = useState<Way>();
  const [problem, setProblem] = useState<CommandError>();
  const [isBusy, setBusy] = useState(false);

  async function lookUp(wanted: string) {
    setBusy(true);
    setProblem(undefined);
    const outcome = await ask('look-up-server', { text: wanted });
    setBusy(false);
    setFound(outcome.ok ? outcome.value : undefined);
    if (!outcome.ok) setProblem(outcome.error);
  }

  function choose(way: Way) {
    if (!way.draft) return;
    setChosen(way);
    setOpen(false);
    onChoose(way, way.draft);
  }

  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        leftSection={<Chevron size={14} />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {text.open}
      </Button>
      <Collapse expanded={isOpen}>
        <Stack gap="xs" mt="xs">
          <Textarea
            label={text.label}
            description={text.hint}
            autosize
            minRows={1}
            maxRows={8}
            spellCheck={false}
            value={entered}
            onChange={(event) => setEntered(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey) return;
              event.preventDefault();
              if (entered.trim() !== '') void lookUp(entered);
            }}
          />
          <Group justify="flex-end">
            <Button
              variant="default"
              loading={isBusy}
              disabled={entered.trim() === ''}
              onClick={() => void lookUp(entered)}
            >
              {text.lookUp}
            </Button>
          </Group>
          {problem && (
            <Alert color="red">
              <VisibleText>{[problem.summary, problem.fix].filter(Boolean).join(' ')}</VisibleText>
            </Alert>
          )}
          {found?.kind === 'found' && <Results found={found} onPick={(name) => void lookUp(name)} />}
          {found?.kind === 'server' && <Ways server={found} onChoose={choose} />}
        </Stack>
      </Collapse>
      {chosen && !isOpen && (
        <Alert color="indigo" mt="xs" role="status">
          <VisibleText>
            {[text.filledIn, ...setWords(chosen), ...chosen.missing.map(missingWords)].join(' ')}
          </VisibleText>
        </Alert>
      )}
    </div>
  );
}

function Results(props: { found: Extract<Found, { kind: 'found' }>; onPick: (name: string) => void }) {
  const { servers } = props.found;
  if (servers.length === 0) return <Text size="sm">{text.nothing}</Text>;
  return (
    <Stack component="ul" gap={0} className={classes.list ?? ''} aria-label={text.results}>
      {servers.map(({ name, version, description }) => (
        <li key={`${name} ${version}`} className={classes.item}>
          <div className={classes.about}>
            <Text size="sm" fw={500}>
              {makeVisible(name)} {makeVisible(version)}
            </Text>
            <Text size="xs" c="dimmed">
              {makeVisible(description)}
            </Text>
          </div>
          <Button
            variant="light"
            size="compact-sm"
            aria-label={text.showOf(makeVisible(name))}
            onClick={() => props.onPick(name)}
          >
            {text.show}
          </Button>
        </li>
      ))}
    </Stack>
  );
}

function Ways(props: { server: Extract<Found, { kind: 'server' }>; onChoose: (way: Way) => void }) {
  const { name, description, ways } = props.server;
  return (
    <div>
      <Text size="sm" fw={500}>
        {makeVisible(name)}
      </Text>
      <Text size="xs" c="dimmed">
        {makeVisible(description)}
      </Text>
      {ways.length === 0 && <Text size="sm">{text.noWays}</Text>}
      <Stack component="ul" gap={0} className={classes.list ?? ''} aria-label={text.ways}>
        {ways.map((way) => (
          <li key={way.label} className={classes.item}>
            <div className={classes.about}>
              <Text size="sm">{makeVisible(way.label)}</Text>
              {way.reason !== undefined && (
                <Text size="xs" c="dimmed">
                  {text.unusable(makeVisible(way.reason))}
                </Text>
              )}
            </div>
            {way.draft && (
              <Button
                variant="light"
                size="compact-sm"
                aria-label={text.takeOf(makeVisible(way.label))}
                onClick={() => props.onChoose(way)}
              >
                {text.take}
              </Button>
            )}
          </li>
        ))}
      </Stack>
    </div>
  );
}

/** The form hides such values, and these are a stranger's. */
function setWords({ draft }: Way): string[] {
  const pairs = (draft?.kind === 'http' ? draft.headers : draft?.env) ?? [];
  return pairs.length === 0 ? [] : [text.sets(pairs.map(({ name, value = '' }) => `${name}=${value}`))];
}

function missingWords({ placeholder, description }: Way['missing'][number]): string {
  return text.missing(placeholder, description);
}
