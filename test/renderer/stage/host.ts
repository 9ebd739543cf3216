// A host that only exists in the page: answers commands from a scene and lets a test send events.

import { changedTodayOf } from '../../../server/contract/changed-today.ts';
import type { CommandArguments, CommandName } from '../../../server/contract/commands.ts';
import type { CommandAnswer, CommandError, PatchbayApi, WindowEvent } from '../../../server/contract/ipc.ts';
import { reduce } from '../../../server/contract/reduce.ts';
import { hasRunningTurn } from '../../../server/contract/selectors.ts';
import type { HostEvent } from '../../../server/contract/state.ts';
import { conditionsOf } from '../../../server/view/conditions/conditions.ts';
import { answers } from './answers.ts';
import { changedFiles, changedTextOf, filesNow, threadChanges, undoPreview } from './changes.ts';
import { foundThreads, threadTokens } from './found.ts';
import { bundle, checks } from './health.ts';
import {
  pastedServers,
  promptResult,
  remoteAbout,
  remoteDraft,
  remoteItems,
  resourceResult,
  toolResult,
  toolVersions,
} from './remotes.ts';
import { ruleOffer } from './rule-offer.ts';
import type { Scene } from './scenes.ts';

export interface StageHost {
  readonly api: PatchbayApi;
  send(event: WindowEvent): void;
  /** Answers what was asked; until then nothing is, if the host was made to hold its answers. */
  answer(): void;
  /** All texts that the window was told so far. */
  given(): readonly string[];
}

export interface StageOptions {
  /** A command that always fails. */
  readonly refused: string | null;
  /** Whether it answers nothing but what it is like, until `answer` is called. */
  readonly holds: boolean;
}

export function createStageHost(scene: Scene, { refused, holds }: StageOptions): StageHost {
  let state = scene.state;
  const listeners = new Set<(event: WindowEvent) => void>();

  const given = new Set<string>();
  const held = Promise.withResolvers<void>();
  if (!holds) held.resolve();

  function send(event: WindowEvent): void {
    collectTexts(event, given);
    if (event.kind === 'state') state = reduce(state, event.events);
    for (const listener of listeners) listener(event);
  }
  function change(...events: HostEvent[]): void {
    send({ kind: 'state', events });
    send({
      kind: 'state',
      events: [{ kind: 'set', parts: { conditions: conditionsOf(state, Date.now()) } }],
    });
  }

  function value(name: CommandName, args: never): unknown {
    switch (name) {
      case 'state':
        return state;
      case 'decide': {
        const { id, verdict, reason } = args as CommandArguments<'decide'>;
        const card = state.inbox.find((one) => one.id === id);
        if (!card) return undefined;
        const at = Date.now();
        const decision = {
          verdict,
          means: 'window' as const,
          by: 'you',
          afterMs: at - card.askedAt,
          ...(reason && { reason }),
        };
        change(
          { kind: 'card', card: { ...card, state: { kind: 'decided', at, decision } } },
          { kind: 'set', parts: { handledToday: state.handledToday + 1 } },
        );
        return undefined;
      }
      case 'dismiss': {
        const { id } = args as CommandArguments<'dismiss'>;
        return change({ kind: 'card-gone', id }, { kind: 'notice-gone', id });
      }
      case 'change-settings': {
        const { changes } = args as CommandArguments<'change-settings'>;
        return change({
          kind: 'set',
          parts: { settings: { ...state.settings, ...changes } as typeof state.settings },
        });
      }
      case 'timeline': {
        const { start, limit } = args as CommandArguments<'timeline'>;
        const total = scene.timeline.length;
        const from = start < 0 ? Math.max(0, total + start) : start;
        return { items: scene.timeline.slice(from, from + limit), start: from, total };
      }
      case 'changes':
        return { diff: scene.diff };
      case 'thread-changes': {
        const { threadId } = args as CommandArguments<'thread-changes'>;
        const isBusy = state.threads.some((row) => row.id === threadId && hasRunningTurn(row));
        return threadChanges(isBusy ? threadId : undefined);
      }
      case 'changed-files':
        return changedFiles;
      case 'files-now':
        return filesNow;
      case 'file-now-text':
      case 'changed-text':
      case 'preview-text':
        return changedTextOf((args as CommandArguments<'changed-text'>).path);
      case 'preview-undo': {
        const { except } = args as CommandArguments<'preview-undo'>;
        return undoPreview(except === undefined);
      }
      case 'preview-redo':
        return { ...undoPreview(false), kind: 'redo' };
      case 'confirm-undo':
        return { fileCount: 1 };
      case 'patch':
      case 'copies':
        return [];
      case 'decided-folders':
        return [
          { folder: '/home/mira/src/api', isTrusted: true, digest: '', decidedAt: '' },
          { folder: '/home/mira/src/untidy', isTrusted: false, digest: '', decidedAt: '' },
        ];
      case 'command-output':
        return { text: 'all of it\n'.repeat(200), totalChars: 2000 };
      case 'rule-offer': {
        const { id: asked } = args as CommandArguments<'rule-offer'>;
        return ruleOffer(state.inbox.find(({ id }) => id === asked));
      }
      case 'find-threads':
        return foundThreads(args, scene.state.threads);
      case 'thread-tokens':
        return threadTokens;
      case 'thread-facts': {
        const { threadId } = args as CommandArguments<'thread-facts'>;
        return { ...scene.pastThreads[0], id: threadId };
      }
      case 'timeline-index':
        return { index: Math.min(2, scene.timeline.length - 1) };
      case 'fork-thread':
        return { threadId: 't3' };
      case 'thread-markdown':
        return { text: '# Thread t1\n' };
      case 'archive-thread': {
        const { threadId, isArchived } = args as CommandArguments<'archive-thread'>;
        const row = state.threads.find(({ id }) => id === threadId);
        if (!row) return undefined;
        const { isArchived: _, ...rest } = row;
        return change({ kind: 'thread', thread: { ...rest, ...(isArchived && { isArchived }) } });
      }
      case 'rename-thread': {
        const { threadId, name } = args as CommandArguments<'rename-thread'>;
        const row = state.threads.find(({ id }) => id === threadId);
        return row && change({ kind: 'thread', thread: { ...row, title: name } });
      }
      case 'past-threads':
        return { threads: scene.pastThreads };
      case 'follow-log':
        return { text: scene.log };
      case 'set-log-level': {
        const { level } = args as CommandArguments<'set-log-level'>;
        return change({ kind: 'set', parts: { logLevel: level } });
      }
      case 'changed-today':
        return scene.state.threads.length === 0
          ? changedTodayOf([])
          : {
              turnCount: 7,
              fileCount: 12,
              added: 340,
              removed: 96,
              folders: [
                { folder: '/home/mira/src/api', fileCount: 9, added: 300, removed: 90 },
                { folder: '/home/mira/src/web', fileCount: 3, added: 40, removed: 6 },
              ],
              tests: { passed: 3, failed: 1, unknown: 0 },
            };
      case 'check-health':
        return checks;
      case 'prepare-bundle':
        return { files: bundle };
      case 'save-bundle':
        return { savedAs: '/home/mira/Downloads/patchbay-diagnostics-2026-11-20.zip' };
      case 'decisions':
        return decisionsOf(scene, args);
      case 'suggest-rules':
        // They are made of decisions.
        return scene.decisions.length > 0 ? answers[name] : { suggestions: [] };
      case 'add-token':
        return { token: 'pb_EXAMPLE-exampleEXAMPLEexampleEXAMPLEexample0' };
      case 'remote-items': {
        const { name: remote, kind } = args as CommandArguments<'remote-items'>;
        return remoteItems(remote, kind);
      }
      case 'remote-about':
        return remoteAbout;
      case 'remote-draft':
        return { draft: remoteDraft, version: 'v1' };
      case 'tool-tokens':
        return {
          github: {
            total: 1840,
            tools: { create_issue: 1204, search_issues: 336, read_file: 180, delete_repository: 120 },
          },
          weather: { total: 96, tools: {} },
        };
      case 'tool-history':
        return toolVersions;
      case 'read-resource':
        return { uri: 'repo://mira/api/README.md', result: resourceResult };
      case 'get-prompt':
        return promptResult;
      case 'read-pasted': {
        const { text } = args as CommandArguments<'read-pasted'>;
        return pastedServers(text);
      }
      case 'try-tool':
        return toolResult;
      case 'test-remote':
        return { server: 'github-mcp-server', version: '1.4.0', protocol: '2025-11-25', tools: 12 };
      default:
        return answers[name];
    }
  }

  return {
    send,
    given: () => [...given],
    answer: held.resolve,
    api: {
      platform: 'linux',
      async command(name, args) {
        if (name !== 'state') await held.promise;
        if (name === refused) {
          const error: CommandError = {
            code: 'refused',
            summary: 'The question is over already.',
            fix: 'Look at the next one.',
          };
          return { ok: false, error };
        }
        const answer = value(name, args as never);
        collectTexts(answer, given);
        return { ok: true, value: answer } as CommandAnswer<typeof name>;
      },
      onEvent(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}

function collectTexts(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, one] of Object.entries(value)) {
    into.add(name);
    collectTexts(one, into);
  }
}

function decisionsOf({ decisions }: Scene, { kind, decider }: CommandArguments<'decisions'>) {
  const found = decisions.filter(
    (one) => (kind === undefined || one.kind === kind) && (decider === undefined || one.means === decider),
  );
  const choices = {
    clients: ['Cursor'],
    folders: ['/home/mira/src/api'],
    kinds: [...new Set(decisions.map((one) => one.kind))],
    deciders: [...new Set(decisions.map((one) => one.means))],
  };
  return { decisions: found, total: found.length, choices };
}
