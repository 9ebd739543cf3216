// What the last message of a turn claims and its receipt does not have. Conservative: only plain claims of passed tests,
// and names of files that are said to be made. No judgement of anything else the message says.
import type { Receipt } from '../contract/receipt.ts';

const TESTS_PASSED =
  /\b(?:all|the|unit|\d+(?:\/\d+)?)?\s*tests?\b[^.\n]{0,40}\b(?:pass(?:es|ed|ing)?|succeed(?:s|ed)?|(?:is|are) green)\b/i;
const NOT_CLAIMED =
  /\b(?:not|n't|never|should|would|could|might|please|run|unless|until|if|fail\w*|cannot)\b/i;
/** `Created \`src/a.ts\``: a verb of making with a file in backticks behind it. */
const FILE_MADE = /\b(?:created|wrote|added)\s+(?:a |the )?(?:new )?(?:file )?`([^`\s]+\.[A-Za-z0-9]+)`/gi;

/** Not looked at by checkpoints. */
const IN_BUILD_FOLDER =
  /(?:^|\/)(?:node_modules|target|dist|build|out|\.?venv|__pycache__|\.next|coverage)\//;

/** @returns sentences for the caller; empty where nothing is claimed without being in the receipt */
export function unconfirmedClaims(message: string, receipt: Receipt): string[] {
  const { tests, files, fileCount, filesAreComplete } = receipt;
  const claims: string[] = [];
  if (claimsPassedTests(message) && !(tests?.outcome === 'passed' && tests.afterLastEdit)) {
    claims.push(`Not confirmed: the message says that tests passed, but ${whyNot(tests)}.`);
  }
  if (filesAreComplete && files.length === fileCount) {
    const known = files.filter(({ change }) => change !== 'deleted').map(({ path }) => path);
    const named = [...message.matchAll(FILE_MADE)]
      .map(([, file = '']) => file.replace(/^\.\//, ''))
      .filter((file) => !IN_BUILD_FOLDER.test(file));
    const missing = named.filter(
      (file) =>
        !known.some((path) => path === file || path.endsWith(`/${file}`) || file.endsWith(`/${path}`)),
    );
    if (missing.length > 0) {
      claims.push(
        `Not confirmed: the message says that it made ${[...new Set(missing)].join(', ')}, but this turn did not.`,
      );
    }
  }
  return claims;
}

/** A sentence that says so without an if or a not. */
function claimsPassedTests(message: string): boolean {
  return message
    .split(/[.!\n]/)
    .some((sentence) => TESTS_PASSED.test(sentence) && !NOT_CLAIMED.test(sentence));
}

function whyNot(tests: Receipt['tests']): string {
  if (!tests) return 'no tests were run in this turn';
  if (tests.outcome === 'failed') return 'the last run of tests in this turn failed';
  if (tests.outcome === 'unknown') return 'the last run of tests in this turn does not show how it ended';
  return 'files were changed after the last run of tests in this turn';
}
