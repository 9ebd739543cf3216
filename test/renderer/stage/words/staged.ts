// Stands in for the words of the window while the stage is built: those of the language that `?words=` of its address
// names. The window itself has no such switch.
import { stagedLanguages } from './staged-languages.ts';

const chosen = new URLSearchParams(location.search).get('words') ?? 'en';

/** @param name of the exported words: `words`, `subjectWords` */
export function stagedWords<Words extends object>(name: string, english: Words): Words {
  const language = Object.entries(stagedLanguages).find(([code]) => code === chosen)?.[1];
  return language ? language(name, english) : english;
}
