// The values of a remote's form, and their conversion. Pure.
import {
  draftProblems,
  emptyDrafts,
  type HttpDraft,
  nameProblem,
  type RemoteDraft,
  type StdioDraft,
  whereOf,
} from '../../../../server/contract/remote-draft.ts';
import { words } from '../../../words.ts';

/** Both kinds are kept, so that switching loses nothing. */
export interface FormState {
  readonly name: string;
  readonly kind: RemoteDraft['kind'];
  readonly stdio: StdioDraft;
  readonly http: HttpDraft;
}

export const emptyForm: FormState = { name: '', kind: 'stdio', ...emptyDrafts };

export function formOf(name: string, draft: RemoteDraft): FormState {
  return { ...emptyForm, name, kind: draft.kind, [draft.kind]: draft };
}

/** The draft to send, without empty values. */
export function draftIn(form: FormState): RemoteDraft {
  if (form.kind === 'http') return { ...form.http, url: form.http.url.trim() };
  const { command, args } = form.stdio;
  return { ...form.stdio, command: command.trim(), args: args.filter((argument) => argument !== '') };
}

/** Field → sentence. */
export function problemsIn(
  form: FormState,
  taken: readonly string[],
  isNew: boolean,
): Readonly<Record<string, string>> {
  const ofName = isNew ? nameProblem(form.name.trim(), taken) : undefined;
  const problems = { ...draftProblems(draftIn(form)), ...(ofName && { name: ofName }) };
  return Object.fromEntries(
    Object.entries(problems).map(([field, problem]) => [field, words.remotes.form.problems[problem]]),
  );
}

/** Whether saving it lets clients start something that the person has not seen in this form: a program or a helper. */
export function startsSomething(draft: RemoteDraft, before: RemoteDraft | undefined): boolean {
  const isSame = before?.kind === draft.kind && whereOf(before) === whereOf(draft);
  if (draft.kind === 'stdio') return !isSame || (before?.kind === 'stdio' && before.cwd !== draft.cwd);
  const helper = before?.kind === 'http' ? before.headersHelper : undefined;
  return draft.headersHelper !== undefined && draft.headersHelper !== helper;
}
