// Finds tools by what they do: BM25 over their names, descriptions and arguments.
import MiniSearch from 'minisearch';

/** As it is offered to a client. */
export interface FindableTool {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema?: unknown;
}

export interface ToolIndex {
  /** @returns the names of the tools that fit best, the best first */
  find(query: string, limit: number): string[];
}

/** Words that people and the makers of tools use for the same thing. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['create', 'add', 'new', 'open', 'make', 'insert'],
  ['delete', 'remove', 'drop', 'erase'],
  ['list', 'show', 'all', 'enumerate'],
  ['get', 'read', 'fetch', 'view', 'retrieve', 'show'],
  ['search', 'find', 'query', 'look', 'lookup'],
  ['update', 'edit', 'change', 'modify', 'set', 'rename'],
  ['send', 'post', 'write', 'publish'],
  ['run', 'execute', 'start', 'launch', 'trigger'],
  ['stop', 'cancel', 'kill', 'end', 'close'],
  ['folder', 'directory'],
  ['file', 'document'],
  ['issue', 'ticket', 'bug'],
  ['pr', 'pull', 'merge'],
  ['message', 'mail', 'email'],
  ['db', 'database', 'sql'],
  ['picture', 'image', 'photo', 'screenshot'],
  ['page', 'website', 'url', 'web'],
];
const SYNONYM_WEIGHT = 0.35;

export function indexTools(tools: readonly FindableTool[]): ToolIndex {
  const index = new MiniSearch<{ id: string }>({
    fields: ['name', 'about', 'args'],
    tokenize: wordsIn,
    searchOptions: {
      boost: { name: 3, about: 2 },
      prefix: (term) => term.length > 3,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    },
  });
  index.addAll(
    tools.map(({ name, title = '', description = '', inputSchema }) => ({
      id: name,
      name,
      about: `${title} ${description}`,
      args: argumentsIn(inputSchema),
    })),
  );
  return {
    find(query, limit) {
      const asked = new Set(wordsIn(query).map((word) => word.toLowerCase()));
      const more = SYNONYMS.filter((group) => group.some((word) => asked.has(word))).flat();
      const all = [...new Set([...asked, ...more])];
      const hits = index.search(all.join(' '), {
        boostTerm: (term) => (asked.has(term) ? 1 : SYNONYM_WEIGHT),
      });
      return hits.slice(0, limit).map(({ id }) => String(id));
    },
  };
}

/** Names are written `list_open_issues`, `listOpenIssues`, `list-open-issues` or `mcp__tracker__list`. */
function wordsIn(text: string): string[] {
  return text
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** Names and descriptions of the arguments. */
function argumentsIn(schema: unknown): string {
  const { properties } = (schema ?? {}) as { properties?: unknown };
  if (typeof properties !== 'object' || properties === null) return '';
  return Object.entries(properties)
    .map(([name, about]) => `${name} ${(about as { description?: unknown } | null)?.description ?? ''}`)
    .join(' ');
}
