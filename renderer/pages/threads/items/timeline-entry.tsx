import { memo } from 'react';
import type { TimelineItem } from '../../../../server/contract/timeline.ts';
import { CommandEntry } from './command-entry.tsx';
import { NoticeEntry, OtherEntry, SearchEntry } from './marks.tsx';
import { MessageEntry, PromptEntry, ReasoningEntry } from './messages.tsx';
import { PatchEntry } from './patch-entry.tsx';
import { PlanEntry } from './plan-entry.tsx';
import { QuestionEntry } from './question-entry.tsx';
import { ToolCallEntry } from './tool-call-entry.tsx';
import { TurnEndEntry } from './turn-end.tsx';

/** One thing a thread did. */
export const TimelineEntry = memo(function TimelineEntry(props: { item: TimelineItem; threadId: string }) {
  const { item, threadId } = props;
  switch (item.kind) {
    case 'prompt':
      return <PromptEntry item={item} />;
    case 'message':
      return <MessageEntry item={item} />;
    case 'reasoning':
      return <ReasoningEntry item={item} />;
    case 'plan':
      return <PlanEntry item={item} />;
    case 'command':
      return <CommandEntry item={item} threadId={threadId} />;
    case 'patch':
      return <PatchEntry item={item} threadId={threadId} />;
    case 'tool':
      return <ToolCallEntry item={item} />;
    case 'question':
      return <QuestionEntry item={item} />;
    case 'search':
      return <SearchEntry item={item} />;
    case 'notice':
      return <NoticeEntry item={item} />;
    case 'turn-end':
      return <TurnEndEntry item={item} threadId={threadId} />;
    case 'other':
      return <OtherEntry item={item} />;
  }
});
