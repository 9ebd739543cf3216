// The fixture server's tools and prompt that ask for input by their result (2026-07-28, SEP-2322). To clients of older
// eras the SDK sends the same questions as requests.
import {
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequiredResult,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { text } from './contents.ts';

type Codec = RequestStateCodec<{ round: number }>;

const form = (message: string, properties: object) => ({
  method: 'elicitation/create',
  params: { message, requestedSchema: { type: 'object', properties, required: Object.keys(properties) } },
});
const word = { type: 'string' };
const userName = form('What is your name?', { name: word });
const greeting = {
  method: 'sampling/createMessage',
  params: { messages: [{ role: 'user', content: text('What is the capital of France?') }], maxTokens: 100 },
};
const clientRoots = { method: 'roots/list', params: {} };

const asking = (inputRequests: object, requestState?: string) =>
  ({
    resultType: 'input_required',
    inputRequests,
    ...(requestState !== undefined && { requestState }),
  }) as InputRequiredResult;

/** The answers, if all that was asked for is there and an object. */
function answersTo(ctx: ServerContext, keys: readonly string[]): Record<string, unknown> | undefined {
  const responses = (ctx.mcpReq.inputResponses ?? {}) as Record<string, unknown>;
  const isThere = (key: string) => typeof responses[key] === 'object' && responses[key] !== null;
  return keys.every(isThere) ? responses : undefined;
}

const done = (words: string) => ({ content: [text(words)] });

export function registerRounds(server: McpServer, codec: Codec): void {
  const inOneRound = (
    name: string,
    inputRequests: object,
    finish: (answers: Record<string, unknown>) => string,
  ) =>
    server.registerTool(name, { description: 'Asks in its result' }, (ctx) => {
      const answers = answersTo(ctx, Object.keys(inputRequests));
      return answers ? done(finish(answers)) : asking(inputRequests);
    });

  inOneRound('test_input_required_result_elicitation', { user_name: userName }, (answers) => {
    const { content } = answers['user_name'] as { content?: { name?: string } };
    return `Hello, ${content?.name}!`;
  });
  inOneRound('test_input_required_result_sampling', { capital_question: greeting }, JSON.stringify);
  inOneRound('test_input_required_result_list_roots', { client_roots: clientRoots }, JSON.stringify);

  // Refused by the SDK when the client cannot do that.
  inOneRound('test_missing_capability', { greeting }, JSON.stringify);

  const withState = (name: string, inputRequests: object) =>
    server.registerTool(name, { description: 'Asks in its result, with state' }, async (ctx) => {
      const state = ctx.mcpReq.requestState<{ round: number }>();
      const answers = answersTo(ctx, Object.keys(inputRequests));
      return state && answers ? done('state-ok') : asking(inputRequests, await codec.mint({ round: 1 }, ctx));
    });
  withState('test_input_required_result_request_state', {
    confirm: form('Please confirm', { ok: { type: 'boolean' } }),
  });
  withState('test_input_required_result_tampered_state', { confirm: userName });
  withState('test_input_required_result_multiple_inputs', {
    user_name: userName,
    greeting,
    client_roots: clientRoots,
  });

  server.registerTool(
    'test_input_required_result_multi_round',
    { description: 'Asks twice' },
    async (ctx) => {
      const round = ctx.mcpReq.requestState<{ round: number }>()?.round ?? 0;
      if (round === 1 && answersTo(ctx, ['step1'])) {
        return asking(
          { step2: form('Step 2: which colour?', { color: word }) },
          await codec.mint({ round: 2 }, ctx),
        );
      }
      if (round === 2 && answersTo(ctx, ['step2'])) return done('Both steps are done.');
      return asking(
        { step1: form('Step 1: which name?', { name: word }) },
        await codec.mint({ round: 1 }, ctx),
      );
    },
  );

  server.registerTool(
    'test_input_required_result_capabilities',
    { description: 'Asks what its client can answer' },
    (ctx) => {
      const envelope = ctx.mcpReq.envelope as Record<string, unknown> | undefined;
      const { sampling, elicitation } = (envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {}) as Record<
        string,
        unknown
      >;
      if (ctx.mcpReq.inputResponses) return done('Answered.');
      return asking({ ...(sampling ? { greeting } : {}), ...(elicitation ? { user_name: userName } : {}) });
    },
  );

  server.registerPrompt('test_input_required_result_prompt', { description: 'Asks first' }, (ctx) => {
    const context = form('Which context?', { context: word });
    if (!answersTo(ctx, ['user_context'])) return asking({ user_context: context });
    return { messages: [{ role: 'user', content: text('In that context.') }] };
  });
}
