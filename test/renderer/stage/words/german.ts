// Proof that the window can speak German: what is around the pages, the queue and home. The window does not offer it, as
// half of a language is worse than English.
import type { words } from '../../../../renderer/words.ts';

const numbers = new Intl.NumberFormat('de');
const rules = new Intl.PluralRules('de');

function counted(count: number, one: string, many: string): string {
  return `${numbers.format(count)} ${rules.select(count) === 'one' ? one : many}`;
}

export const german = {
  pages: {
    inbox: 'Eingang',
    threads: 'Threads',
    clients: 'Clients',
    remotes: 'Server',
    rules: 'Regeln',
    activity: 'Verlauf',
    settings: 'Einstellungen',
  },
  sidebar: {
    label: 'Seiten',
    waiting: 'warten',
    knocked: 'wollten sich verbinden',
    inTrouble: 'mit einem Problem',
    announce: (count: number) =>
      count === 0
        ? ''
        : count === 1
          ? 'Eine Frage wartet auf Sie'
          : `${numbers.format(count)} Fragen warten auf Sie`,
  },
  status: {
    stopped: 'Angehalten',
    starting: 'Startet …',
    running: 'Läuft',
    paused: 'Pausiert',
    error: 'Läuft nicht',
    notRunning: 'Der Server läuft nicht.',
    copyAddress: 'Adresse kopieren',
    start: 'Server starten',
    otherPort: 'Anderen Port wählen',
    resume: 'Fortsetzen',
    engine: (version: string) => `Codex ${version}`,
    engineStopped: 'Codex wurde beendet',
    engineIdle: 'Codex ist nicht gestartet',
    usage: (percent: number) => `${Math.round(percent)} % Ihres Kontingents verbraucht`,
    usageResets: (percent: number, at: string) =>
      `${Math.round(percent)} % Ihres Kontingents verbraucht, neu ab ${at}`,
    demo: 'Demo',
    palette: 'Befehle',
  },
  home: {
    nextStep: 'Nächster Schritt',
    running: 'Läuft gerade',
    moreRunning: (count: number) => `${numbers.format(count)} weitere`,
    waiting: 'Wartet auf den Start',
    recent: 'Zuletzt beendet',
    today: {
      title: 'Heute geändert',
      files: (files: number, turns: number) =>
        `${counted(files, 'Datei', 'Dateien')} in ${counted(turns, 'Turn', 'Turns')}`,
      inFolder: (folder: string, files: number) => `${folder}: ${counted(files, 'Datei', 'Dateien')}`,
      moreFolders: (count: number) => `und ${counted(count, 'weiterer Ordner', 'weitere Ordner')}`,
      tests: ({ passed, failed, unknown }: { passed: number; failed: number; unknown: number }) => {
        const parts = [
          passed > 0 && `bestanden in ${counted(passed, 'Turn', 'Turns')}`,
          failed > 0 && `fehlgeschlagen in ${counted(failed, 'Turn', 'Turns')}`,
          unknown > 0 && `ohne bekanntes Ergebnis in ${counted(unknown, 'Turn', 'Turns')}`,
        ].filter(Boolean);
        return parts.length > 0 ? `Tests: ${parts.join(', ')}.` : '';
      },
    },
    decisions: 'Letzte Entscheidungen',
    allDecisions: 'Alle Entscheidungen',
    connected: 'Verbundene Clients',
    nobodyConnected: 'Gerade ist kein Client verbunden.',
    address: (url: string) => `Server: ${url}`,
    moreClients: (count: number) => `und ${count} weitere Clients`,
  },
} satisfies Partial<typeof words>;
