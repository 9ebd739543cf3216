import {
  Badge,
  Button,
  Collapse,
  Group,
  Paper,
  Stack,
  Switch,
  Text,
  Tooltip,
  UnstyledButton,
} from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { RemoteToolItem } from '../../../server/contract/commands/remotes.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { CodeText } from '../../components/code-text.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';
import { FindingsNote } from './findings-note.tsx';
import { useTokens } from './tokens-context.tsx';
import { ToolChangeNote } from './tool-change-note.tsx';
import classes from './tool-entry.module.css';
import { describedTool, needsReview, type ToolHint } from './tool-facts.ts';
import { ToolHistory } from './tool-history.tsx';
import { ToolReview } from './tool-review.tsx';
import { TryTool } from './try-tool.tsx';

const text = words.remotes.tool;
const hintColors: Readonly<Record<ToolHint, string>> = {
  readOnly: 'green',
  destructive: 'red',
  openWorld: 'blue',
  idempotent: 'gray',
};

/** One tool: its description, warnings about it, whether it may be used; can be tried. */
export function ToolEntry(props: { remote: string; item: RemoteToolItem; onChanged: () => void }) {
  const { remote, item, onChanged } = props;
  const { tool, title, description, hints, inputSchema } = describedTool(item.definition);
  const [chosen, setChosen] = useState<boolean>();
  const isToReview = needsReview(item);
  const isOpen = chosen ?? (isToReview && item.isOn);
  const [isTrying, setTrying] = useState(false);
  const [switchTool, isSwitching] = useCommand('switch-tool');
  const tokens = useTokens(remote)?.tools[tool];
  const detailsId = useId();
  const hash = item.change?.hash ?? item.hash;
  const review = isToReview && (
    <ToolReview remote={remote} tool={tool} hash={hash} isOn={item.isOn} onDone={onChanged} />
  );
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <Paper withBorder component="section" aria-label={makeVisible(tool)} className={classes.tool}>
      <div className={classes.head}>
        <UnstyledButton
          className={classes.names}
          aria-expanded={isOpen}
          aria-controls={detailsId}
          onClick={() => setChosen(!isOpen)}
        >
          <Chevron size={14} className={classes.chevron} aria-hidden />
          <span className={classes.texts}>
            <Text component="span" fw={500} className={classes.name} data-off={!item.isOn || undefined}>
              <VisibleText>{tool}</VisibleText>
            </Text>
            {!isOpen && (
              <Text component="span" size="xs" c="dimmed" lineClamp={1}>
                {makeVisible(description ?? title ?? text.noDescription)}
              </Text>
            )}
          </span>
        </UnstyledButton>
        <Group gap={6}>
          {tokens !== undefined && (
            <Text size="xs" c="dimmed" title={words.remotes.tokensHint}>
              {words.remotes.tokens(tokens)}
            </Text>
          )}
          {item.change && <Badge color="orange">{text.changed}</Badge>}
          {item.findings.length > 0 && (
            <Badge color={item.isReviewed ? 'gray' : 'orange'}>{words.remotes.findings.badge}</Badge>
          )}
          {item.shadows.length > 0 && (
            <Tooltip label={text.shadowsHint}>
              <Badge color="yellow" tabIndex={0}>
                {text.shadows(item.shadows.map(makeVisible))}
              </Badge>
            </Tooltip>
          )}
          <Switch
            aria-label={text.isOn(makeVisible(tool))}
            checked={item.isOn}
            disabled={isSwitching}
            onChange={async (event) => {
              const outcome = await switchTool({ name: remote, tool, isOn: event.currentTarget.checked });
              if (outcome.ok) onChanged();
            }}
          />
        </Group>
      </div>
      <Collapse expanded={isOpen} id={detailsId}>
        <Stack gap="sm" className={classes.details ?? ''}>
          {item.change && (
            <ToolChangeNote change={item.change}>{item.findings.length === 0 && review}</ToolChangeNote>
          )}
          <FindingsNote findings={item.findings} isReviewed={item.isReviewed}>
            {review}
          </FindingsNote>
          {title && title !== tool && (
            <Text fw={500}>
              <VisibleText>{title}</VisibleText>
            </Text>
          )}
          <Text className={classes.description ?? ''} c={description ? '' : 'dimmed'}>
            <VisibleText>{description ?? text.noDescription}</VisibleText>
          </Text>
          {hints.length > 0 && (
            <Group gap={6}>
              {hints.map((hint) => (
                <Tooltip key={hint} label={text.hints}>
                  <Badge color={hintColors[hint]} tabIndex={0}>
                    {text[hint]}
                  </Badge>
                </Tooltip>
              ))}
            </Group>
          )}
          <CodeText
            text={JSON.stringify(inputSchema ?? {}, null, 2)}
            language="json"
            label={text.schema}
            maxHeight="220px"
          />
          {item.versions > 1 && (
            <details>
              <summary>{words.remotes.history.open(item.versions)}</summary>
              {isOpen && (
                <ToolHistory remote={remote} tool={tool} state={`${item.versions} ${item.change?.hash}`} />
              )}
            </details>
          )}
          {item.isOn && !isTrying && (
            <Group>
              <Button variant="default" onClick={() => setTrying(true)}>
                {text.try}
              </Button>
            </Group>
          )}
          {isTrying && <TryTool remote={remote} definition={item.definition} />}
        </Stack>
      </Collapse>
    </Paper>
  );
}
