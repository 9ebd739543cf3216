// What the remotes know about a tool that a question is about: the same as the page of the remotes shows.
import type { ToolMark } from '../contract/tool-marks.ts';
import type { Remotes } from './remotes.ts';
import { isSuspicious, scanTool } from './scan/scan-tool.ts';
import { shadowedBy } from './shadows.ts';

/** A tool as a question names it. */
interface AskedTool {
  readonly server: string;
  readonly tool: string;
  /** As the engine has it, which may have listed the tools itself. */
  readonly description?: string;
}

/** @returns the marks of a tool as it is now, in a fixed order */
export function marksOfTool(
  { server, tool, description }: AskedTool,
  remotes: Pick<Remotes, 'pins' | 'registry' | 'activity'>,
): ToolMark[] {
  const { pins } = remotes;
  const listed = pins.currentOf(server).get(tool);
  const marks: ToolMark[] = [];
  if (pins.changesOf(server).some((change) => change.tool === tool)) marks.push('tool-changed');
  const hasWords =
    (listed && isSuspicious(listed.definition)) || scanTool({ name: tool, description }).length > 0;
  if (hasWords) marks.push('tool-words');
  if (shadowedBy(tool, server, toolsOf(remotes)).length > 0) marks.push('tool-shadows');
  return marks;
}

/** The tools of the current remotes. */
export function toolsOf({
  registry,
  activity,
}: Pick<Remotes, 'registry' | 'activity'>): Map<string, readonly string[]> {
  return new Map(registry.usable().map(({ name }) => [name, activity.of(name).tools ?? []]));
}
