// The Codex tools as one client sees them: without what a person's limits and ceiling refuse anyhow.
import type { Tool } from '@modelcontextprotocol/server';
import { asksEnough } from '../../approvals/ceilings.ts';
import { sandboxModes } from '../../contract/ceiling.ts';
import type { PrincipalPolicy } from './call.ts';
import { approvalPolicyOf } from './call-config.ts';
import { approvalPolicyWords, codexReplyTool, codexTool } from './codex-tools.ts';
import { codexStartTool, codexStopTool, codexThreadsTool, codexWaitTool } from './long-call-tools.ts';

type Bounds = Pick<PrincipalPolicy, 'ceiling' | 'limits'>;

/** @returns `codexToolsWithin`, with one list for all whose ceiling and limits are the same objects */
export function createOfferedTools(): typeof codexToolsWithin {
  const offered = new WeakMap<Bounds['limits'], { ceiling: Bounds['ceiling']; tools: Tool[] }>();
  return ({ ceiling, limits }) => {
    const before = offered.get(limits);
    if (before?.ceiling === ceiling) return before.tools;
    const tools = codexToolsWithin({ ceiling, limits });
    offered.set(limits, { ceiling, tools });
    return tools;
  };
}

/** @returns none when they are off */
export function codexToolsWithin(bounds: Bounds): Tool[] {
  if (bounds.limits.codexTools === false) return [];
  return [
    within(codexTool, bounds),
    codexReplyTool,
    within(codexStartTool, bounds),
    codexWaitTool,
    codexStopTool,
    codexThreadsTool,
  ];
}

function within(tool: Tool, { ceiling, limits }: Bounds): Tool {
  const properties = tool.inputSchema.properties as Readonly<Record<string, Record<string, unknown>>>;
  const { sandbox, model, cwd } = properties;
  const policy = properties['approval-policy'];
  const modes = sandboxModes.slice(0, sandboxModes.indexOf(ceiling.sandbox) + 1);
  const policies = approvalPolicyWords.filter((word) => {
    const meant = approvalPolicyOf(word);
    return meant !== undefined && asksEnough(meant, limits);
  });
  return {
    ...tool,
    inputSchema: {
      ...tool.inputSchema,
      properties: {
        ...properties,
        sandbox: { ...sandbox, enum: modes },
        'approval-policy': { ...policy, enum: policies },
        ...(limits.models && { model: { ...model, enum: limits.models } }),
        ...(limits.folders && {
          cwd: {
            ...cwd,
            description: `${cwd?.['description']} It must be one of these folders or below it: ${limits.folders.join(', ')}.`,
          },
        }),
      },
    },
  };
}
