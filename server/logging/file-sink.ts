// Writes the log file. electron-log rotates it, and is loaded after start-up, because answering a client's first
// message comes first; until then lines are appended directly. Every line is in the file before the next one is
// created.
import fs from 'node:fs';
import path from 'node:path';
import { messageOf } from '../errors/error.ts';
import { fileProblem } from '../errors/files.ts';
import { makeFolder } from '../files/folders.ts';
import { GENERATIONS, generationOf, listLogFiles } from './log-files.ts';

export interface FileSink {
  write(line: string): void;
  /** Resolves when every line so far is in the file. */
  close(): Promise<void>;
}

/** electron-log is loaded when the first client has been answered. */
const LOAD_AFTER_MS = 1000;
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_FILES = 20;

export function openFileSink(file: string): FileSink {
  let isReported = false;

  /** Reports a problem once; otherwise a full disk would be reported with every line. */
  function reportOnce(message: string): void {
    if (isReported) return;
    isReported = true;
    process.stderr.write(`Patchbay cannot write its log: ${message}\n`);
  }

  let writeLine = (line: string): void => {
    try {
      makeFolder(path.dirname(file));
      if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_FILE_BYTES) rotate(file);
      fs.appendFileSync(file, `${line}\n`, { mode: 0o600 });
    } catch (error) {
      reportOnce(`${file}: ${fileProblem(error)}`);
    }
  };

  let loadNow = () => {};
  const ready = new Promise<void>((resolve) => {
    loadNow = resolve;
    setTimeout(resolve, LOAD_AFTER_MS).unref();
  }).then(async () => {
    try {
      makeFolder(path.dirname(file));
      removeOldFiles(path.dirname(file));
      writeLine = await openElectronLog(file, reportOnce);
    } catch (error) {
      reportOnce(`${file}: ${fileProblem(error)}`);
    }
  });

  return {
    write: (line) => writeLine(line),
    close() {
      loadNow();
      return ready;
    },
  };
}

async function openElectronLog(
  file: string,
  onProblem: (message: string) => void,
): Promise<(line: string) => void> {
  const { default: electronLog } = await import('electron-log/node');
  const log = electronLog.create({ logId: file });
  // The file transport reports write errors here; its own console would report them for every line.
  const complain = ({ data }: { data: unknown[] }) => onProblem(data.map(messageOf).join(' '));
  log.transports.console = Object.assign(complain, log.transports.console, { level: false as const });
  const target = log.transports.file;
  // In a bundle, electron-log finds no package name for its files, and would write nothing.
  target.setAppName('patchbay');
  target.level = 'silly';
  target.resolvePathFn = () => file;
  target.maxSize = MAX_FILE_BYTES;
  target.writeOptions = { mode: 0o600, flag: 'a', encoding: 'utf8' };
  target.format = ({ message }) => message.data;
  target.archiveLogFn = (oldFile) => rotate(oldFile.path);
  return (line) => log.info(line);
}

/** `x.jsonl` becomes `x.1.jsonl`, that one `x.2.jsonl`, and so on up to the last generation. */
function rotate(file: string): void {
  for (let generation = GENERATIONS - 2; generation >= 0; generation -= 1) {
    const older = generationOf(file, generation);
    if (fs.existsSync(older)) fs.renameSync(older, generationOf(file, generation + 1));
  }
}

/** Every process writes its own file; only the newest files are kept. */
function removeOldFiles(folder: string): void {
  for (const { file } of listLogFiles(folder).slice(MAX_FILES)) fs.rmSync(file, { force: true });
}
