// Every text of the window, so that all can be translated; each page has a file in words/. Sentences that hold values
// are functions. What an approval is about is said by server/contract/describe-subject.ts.
import { account } from './words/account.ts';
import { activity, bundle, logs } from './words/activity.ts';
import { changes } from './words/changes.ts';
import { clients, modes } from './words/clients.ts';
import { common } from './words/common.ts';
import { conditions } from './words/conditions.ts';
import { connecting } from './words/connect.ts';
import { diff, form, markdown, output } from './words/contents.ts';
import { copies } from './words/copies.ts';
import { formatNumber } from './words/counts.ts';
import { edit } from './words/edit.ts';
import { firstRun } from './words/first-run.ts';
import { home } from './words/home.ts';
import { approval, inbox } from './words/inbox.ts';
import { leash } from './words/leash.ts';
import { limits } from './words/limits.ts';
import { notifications } from './words/notifications.ts';
import { neighbours, overlap } from './words/overlap.ts';
import { remotes } from './words/remotes.ts';
import { rules } from './words/rules.ts';
import { settings } from './words/settings.ts';
import { broken, pages, palette, sidebar, status } from './words/shell.ts';
import { threads, timeline } from './words/threads.ts';
import { time } from './words/time.ts';
import { whoWrote } from './words/who-wrote.ts';

export const words = {
  ...common,
  number: formatNumber,
  pages,
  sidebar,
  status,
  broken,
  conditions,
  time,
  inbox,
  home,
  approval,
  edit,
  threads,
  timeline,
  whoWrote,
  changes,
  modes,
  clients,
  connecting,
  leash,
  limits,
  overlap,
  copies,
  neighbours,
  account,
  settings,
  notifications,
  firstRun,
  remotes,
  rules,
  activity,
  logs,
  bundle,
  palette,
  diff,
  form,
  output,
  markdown,
};
