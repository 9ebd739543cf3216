// The languages of the stage. The window itself speaks English.
import { pseudoWords } from './pseudo.ts';

/** Puts its texts into the place of English ones. @param name of the exported words: `words`, `subjectWords` */
type Translate = <Words extends object>(name: string, english: Words) => Words;

export const stagedLanguages = {
  en: (_, english) => english,
  pseudo: (_, english) => pseudoWords(english),
} satisfies Readonly<Record<string, Translate>>;

export type StagedLanguage = keyof typeof stagedLanguages;
