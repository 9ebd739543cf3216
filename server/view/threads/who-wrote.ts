// Who wrote the lines of a file, for the window. The checkpoints are compared in a worker: that can take seconds.
import { checkpointsFile } from '../../base/program.ts';
import { blameOf } from '../../blame/blame-of.ts';
import { startCheckpointWorker } from '../../checkpoints/worker.ts';
import type { Paths } from '../../config/paths.ts';
import type { Blame } from '../../contract/blame.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { checkpointOptions } from '../../host/checkpoint-options.ts';

/** @param options.redact applied to what is shown */
export function createBlameCommand(options: {
  paths: Paths;
  redact(text: string): string;
}): CommandHandlers<'who-wrote'> {
  const { paths, redact } = options;
  return {
    async 'who-wrote'({ threadId, file, limit }) {
      const worker = startCheckpointWorker(checkpointsFile, checkpointOptions(paths));
      try {
        const stored = await worker.blame({ threadId, file });
        const range = stored.lines.length > limit ? { from: 1, to: limit } : undefined;
        return clean(blameOf(stored, { paths, redact, range }), redact);
      } finally {
        await worker.close();
      }
    },
  };
}

function clean(blame: Blame, redact: (text: string) => string): Blame {
  if (blame.kind !== 'lines') return blame;
  return { ...blame, lines: blame.lines.map((one) => ({ ...one, text: redact(one.text) })) };
}
