import { Button, Stack, Text } from '@mantine/core';
import type { CommandResult } from '../../../../server/contract/commands.ts';
import { makeVisible } from '../../../../server/contract/visible.ts';
import classes from '../../../components/lined-list.module.css';
import { words } from '../../../words.ts';

export type Found = CommandResult<'look-up-server'>;
export type Way = Extract<Found, { kind: 'server' }>['ways'][number];

const text = words.remotes.published;

/** The servers that a registry found, or the ways to use one of them. */
export function PublishedWays(props: {
  found: Found;
  onPick: (name: string) => void;
  onChoose: (way: Way) => void;
}) {
  const { found, onPick, onChoose } = props;
  return found.kind === 'found' ? (
    <Results found={found} onPick={onPick} />
  ) : (
    <Ways server={found} onChoose={onChoose} />
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

/** What the form does not show: it hides such values, and these are a stranger's. */
export function waySentences(way: Way): string[] {
  return [text.filledIn, ...setWords(way), ...way.missing.map(missingWords)];
}

function setWords({ draft }: Way): string[] {
  const pairs = (draft?.kind === 'http' ? draft.headers : draft?.env) ?? [];
  return pairs.length === 0 ? [] : [text.sets(pairs.map(({ name, value = '' }) => `${name}=${value}`))];
}

function missingWords({ placeholder, description }: Way['missing'][number]): string {
  return text.missing(placeholder, description);
}
