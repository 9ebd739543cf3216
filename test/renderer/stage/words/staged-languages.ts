// The languages of the stage. The window itself speaks English.
import { german } from './german.ts';
import { japanese } from './japanese.ts';
import { pseudoWords } from './pseudo.ts';

/** Puts its texts into the place of English ones. @param name of the exported words: `words`, `subjectWords` */
type Translate = <Words extends object>(name: string, english: Words) => Words;

export const stagedLanguages = {
  en: (_, english) => english,
  de: (name, english) => (name === 'words' ? { ...english, ...german } : english),
  ja: (name, english) => (name === 'words' ? { ...english, ...japanese } : english),
  pseudo: (_, english) => pseudoWords(english),
} satisfies Readonly<Record<string, Translate>>;

export type StagedLanguage = keyof typeof stagedLanguages;
