// A change of a settings file, as a person reads it before they say yes.
import { createTwoFilesPatch, OMIT_HEADERS } from 'diff';
import { makeVisible } from '../contract/visible.ts';

/**
 * @param redact replaces secrets: neighbours of the change may hold some, and a log may be reading along
 * @returns a unified diff, with its last line break
 */
export function unifiedDiff(
  file: string,
  before: string | undefined,
  after: string | undefined,
  redact: (text: string) => string,
): string {
  const from = before === undefined ? '/dev/null' : file;
  const to = after === undefined ? '/dev/null' : file;
  const patch = createTwoFilesPatch(from, to, before ?? '', after ?? '', '', '', {
    context: 3,
    headerOptions: OMIT_HEADERS,
  });
  const head = `--- ${makeVisible(from)}\n+++ ${makeVisible(to)}\n`;
  return head + makeVisible(redact(patch.replaceAll('\r\n', '\n')));
}
