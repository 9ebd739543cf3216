// A tool's description of itself, read defensively: a remote may send anything.

import type { RemoteToolItem } from '../../../server/contract/commands/remotes.ts';

export interface ToolFacts {
  readonly tool: string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly inputSchema: unknown;
  readonly outputSchema: unknown;
  readonly hints: readonly ToolHint[];
}

export type ToolHint = 'readOnly' | 'destructive' | 'openWorld' | 'idempotent';

const hintNames = ['readOnly', 'destructive', 'openWorld', 'idempotent'] as const;

export function describedTool(definition: Readonly<Record<string, unknown>>): ToolFacts {
  const annotations = asObject(definition['annotations']);
  return {
    tool: String(definition['name'] ?? ''),
    title: text(definition['title']) ?? text(annotations['title']),
    description: text(definition['description']),
    inputSchema: definition['inputSchema'],
    outputSchema: definition['outputSchema'],
    hints: hintNames.filter((name) => annotations[`${name}Hint`] === true),
  };
}

/** What a resource, a template or a prompt says about itself. */
export function describedItem(definition: Readonly<Record<string, unknown>>) {
  const { name, uri, uriTemplate, mimeType, title, description, arguments: args } = definition;
  const address = text(uri) ?? text(uriTemplate);
  const kind = text(uri) ? 'resource' : text(uriTemplate) ? 'template' : 'prompt';
  return {
    kind,
    id: address ?? text(name) ?? '',
    title: text(title) ?? text(name) ?? address ?? '',
    under: [address, text(mimeType)].filter((part) => part !== undefined).join(' · '),
    description: text(description),
    args:
      kind === 'template'
        ? variablesOf(address ?? '')
        : Array.isArray(args)
          ? args.map(asObject).map((argument) => ({
              name: String(argument['name'] ?? ''),
              description: text(argument['description']),
              isRequired: argument['required'] === true,
            }))
          : [],
  };
}

/** Whether a person should read its definition: it has changed, or has suspicious words that they have not reviewed. */
export function needsReview({ change, findings, isReviewed }: RemoteToolItem): boolean {
  return change !== undefined || (findings.length > 0 && !isReviewed);
}

/** The variables of a URI template (RFC 6570): `{?from,to*}` has two. */
function variablesOf(template: string) {
  const names = [...template.matchAll(/\{[+#./;?&]?([^{}]+)\}/g)].flatMap(([, list = '']) =>
    list.split(',').map((name) => name.replace(/\*$|:\d+$/, '').trim()),
  );
  return [...new Set(names)].map((name) => ({ name, description: undefined, isRequired: false }));
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
