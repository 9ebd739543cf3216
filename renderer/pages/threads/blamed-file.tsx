import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Blame, BlamedLine, LineOrigin } from '../../../server/contract/blame.ts';
import { LoadProblem } from '../../components/load-problem.tsx';
import { Rows } from '../../components/rows.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { words } from '../../words.ts';
import classes from './blamed-file.module.css';
import { Doubts, LineOriginText } from './line-origin.tsx';

const STEP = 500;

interface Props {
  readonly threadId: string;
  readonly file: string;
  /** Another thread is opened. */
  onLeave(): void;
}

/** The lines of a file; lines that follow each other and have one origin say it once. */
export function BlamedFile({ threadId, file, onLeave }: Props) {
  const { ask } = useHost();
  const [limit, setLimit] = useState(STEP);
  const [loaded, reload] = useLoaded(() => ask('who-wrote', { threadId, file, limit }), `${limit}`);
  if (loaded.kind === 'loading') return <Rows />;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  const blame = loaded.value;
  const about = { threadId, onLeave };
  return (
    <Stack gap="sm">
      {blame.earlierNames.length > 0 && (
        <Text size="sm" c="dimmed">
          <VisibleText>{words.whoWrote.earlierNames(blame.earlierNames.join(', '))}</VisibleText>
        </Text>
      )}
      {blame.kind === 'lines' ? <Lines lines={blame.lines} {...about} /> : <Whole blame={blame} {...about} />}
      <Doubts origins={blame.kind === 'lines' ? blame.lines.map(({ origin }) => origin) : [blame.origin]} />
      {blame.kind === 'lines' && blame.totalLines > blame.lines.length && (
        <Button variant="default" onClick={() => setLimit(limit + STEP)}>
          {words.whoWrote.more(Math.min(STEP, blame.totalLines - blame.lines.length))}
        </Button>
      )}
    </Stack>
  );
}

function Lines({ lines, ...about }: { lines: readonly BlamedLine[] } & Omit<Props, 'file'>) {
  if (lines.length === 0) return <Text>{words.whoWrote.empty}</Text>;
  return (
    <ol className={classes.parts}>
      {partsOf(lines).map(({ origin, own }) => {
        const [from, to] = [own[0]?.line ?? 0, own.at(-1)?.line ?? 0];
        return (
          <li key={from} className={classes.part} aria-label={words.whoWrote.lines(from, to)}>
            <div className={classes.origin}>
              <LineOriginText origin={origin} {...about} />
            </div>
            <div className={classes.lines}>
              {own.map(({ line, text }) => (
                <div key={line} className={classes.line}>
                  <span className={classes.number}>{line}</span>
                  <span className={classes.text}>
                    <VisibleText>{text.replace(/\r$/, '')}</VisibleText>
                  </span>
                </div>
              ))}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Whole({ blame, ...about }: { blame: Exclude<Blame, { kind: 'lines' }> } & Omit<Props, 'file'>) {
  return (
    <Stack gap={4}>
      <Text>{blame.kind === 'gone' ? words.whoWrote.gone : words.whoWrote.notText}</Text>
      <LineOriginText origin={blame.origin} {...about} />
      {blame.kind === 'gone' && blame.movedTo !== undefined && (
        <Text>
          <VisibleText>{words.whoWrote.movedTo(blame.movedTo)}</VisibleText>
        </Text>
      )}
    </Stack>
  );
}

function partsOf(lines: readonly BlamedLine[]): { origin: LineOrigin; own: BlamedLine[] }[] {
  const parts: { origin: LineOrigin; own: BlamedLine[] }[] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last && JSON.stringify(last.origin) === JSON.stringify(line.origin)) last.own.push(line);
    else parts.push({ origin: line.origin, own: [line] });
  }
  return parts;
}
