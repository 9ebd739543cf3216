// The engine's methods that Patchbay calls, with the generated types of their parameters and results.

import type { CancelLoginAccountParams } from '../protocol/v2/CancelLoginAccountParams.ts';
import type { CancelLoginAccountResponse } from '../protocol/v2/CancelLoginAccountResponse.ts';
import type { ConfigBatchWriteParams } from '../protocol/v2/ConfigBatchWriteParams.ts';
import type { ConfigReadParams } from '../protocol/v2/ConfigReadParams.ts';
import type { ConfigReadResponse } from '../protocol/v2/ConfigReadResponse.ts';
import type { ConfigWriteResponse } from '../protocol/v2/ConfigWriteResponse.ts';
import type { GetAccountParams } from '../protocol/v2/GetAccountParams.ts';
import type { GetAccountRateLimitsResponse } from '../protocol/v2/GetAccountRateLimitsResponse.ts';
import type { GetAccountResponse } from '../protocol/v2/GetAccountResponse.ts';
import type { HooksListParams } from '../protocol/v2/HooksListParams.ts';
import type { HooksListResponse } from '../protocol/v2/HooksListResponse.ts';
import type { LoginAccountParams } from '../protocol/v2/LoginAccountParams.ts';
import type { LoginAccountResponse } from '../protocol/v2/LoginAccountResponse.ts';
import type { LogoutAccountResponse } from '../protocol/v2/LogoutAccountResponse.ts';
import type { ThreadBackgroundTerminalsCleanParams } from '../protocol/v2/ThreadBackgroundTerminalsCleanParams.ts';
import type { ThreadBackgroundTerminalsCleanResponse } from '../protocol/v2/ThreadBackgroundTerminalsCleanResponse.ts';
import type { ThreadListParams } from '../protocol/v2/ThreadListParams.ts';
import type { ThreadListResponse } from '../protocol/v2/ThreadListResponse.ts';
import type { ThreadLoadedListParams } from '../protocol/v2/ThreadLoadedListParams.ts';
import type { ThreadLoadedListResponse } from '../protocol/v2/ThreadLoadedListResponse.ts';
import type { ThreadReadParams } from '../protocol/v2/ThreadReadParams.ts';
import type { ThreadReadResponse } from '../protocol/v2/ThreadReadResponse.ts';
import type { ThreadResumeParams } from '../protocol/v2/ThreadResumeParams.ts';
import type { ThreadResumeResponse } from '../protocol/v2/ThreadResumeResponse.ts';
import type { ThreadStartParams } from '../protocol/v2/ThreadStartParams.ts';
import type { ThreadStartResponse } from '../protocol/v2/ThreadStartResponse.ts';
import type { ThreadUnsubscribeParams } from '../protocol/v2/ThreadUnsubscribeParams.ts';
import type { ThreadUnsubscribeResponse } from '../protocol/v2/ThreadUnsubscribeResponse.ts';
import type { TurnInterruptParams } from '../protocol/v2/TurnInterruptParams.ts';
import type { TurnInterruptResponse } from '../protocol/v2/TurnInterruptResponse.ts';
import type { TurnStartParams } from '../protocol/v2/TurnStartParams.ts';
import type { TurnStartResponse } from '../protocol/v2/TurnStartResponse.ts';
import type { TurnSteerParams } from '../protocol/v2/TurnSteerParams.ts';
import type { TurnSteerResponse } from '../protocol/v2/TurnSteerResponse.ts';

export interface EngineMethods {
  'config/read': { params: ConfigReadParams; result: ConfigReadResponse };
  'config/batchWrite': { params: ConfigBatchWriteParams; result: ConfigWriteResponse };
  'account/login/start': { params: LoginAccountParams; result: LoginAccountResponse };
  'account/login/cancel': { params: CancelLoginAccountParams; result: CancelLoginAccountResponse };
  'thread/list': { params: ThreadListParams; result: ThreadListResponse };
  'thread/loaded/list': { params: ThreadLoadedListParams; result: ThreadLoadedListResponse };
  'thread/read': { params: ThreadReadParams; result: ThreadReadResponse };
  'account/logout': { params: undefined; result: LogoutAccountResponse };
  'account/rateLimits/read': { params: undefined; result: GetAccountRateLimitsResponse };
  'account/read': { params: GetAccountParams; result: GetAccountResponse };
  'thread/backgroundTerminals/clean': {
    params: ThreadBackgroundTerminalsCleanParams;
    result: ThreadBackgroundTerminalsCleanResponse;
  };
  'thread/start': { params: ThreadStartParams; result: ThreadStartResponse };
  'thread/resume': { params: ThreadResumeParams; result: ThreadResumeResponse };
  'thread/unsubscribe': { params: ThreadUnsubscribeParams; result: ThreadUnsubscribeResponse };
  'hooks/list': { params: HooksListParams; result: HooksListResponse };
  'turn/start': { params: TurnStartParams; result: TurnStartResponse };
  'turn/steer': { params: TurnSteerParams; result: TurnSteerResponse };
  'turn/interrupt': { params: TurnInterruptParams; result: TurnInterruptResponse };
}
