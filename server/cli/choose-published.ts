// Which way of a published server is used and with which values: as the words say, and at a terminal as the person answers.
import { type AskedField, fieldsOf } from '../connect/published/filled-way.ts';
import type { ServerJson } from '../connect/published/server-json.ts';
import { problemWith } from '../connect/published/templates.ts';
import { type UsableWay, waysOf } from '../connect/published/ways.ts';
import { makeVisible } from '../contract/visible.ts';
import { connectNotConfirmed } from '../errors/connect.ts';
import { publishedServerNotUsable, publishedValueWrong } from '../errors/published.ts';
import type { Prompt } from './prompt.ts';
import { say, shortened } from './strangers-words.ts';

/** @param wanted its number; without one, a terminal is asked and a script gets the first */
export async function chosenWay(
  server: ServerJson,
  wanted: number | undefined,
  prompt: Prompt | undefined,
): Promise<UsableWay> {
  const ways = waysOf(server);
  const { name, version, description } = server;
  say(`${name}${version === undefined ? '' : ` ${version}`}: ${shortened(description ?? 'no description')}`);
  ways.forEach((way, index) => {
    const note = way.kind === 'unusable' ? ` (cannot be used: ${way.reason})` : '';
    say(`  ${index + 1}. ${way.label}${note}`);
  });
  const usable = ways.flatMap((way, index) => (way.kind === 'unusable' ? [] : [{ way, number: index + 1 }]));
  const [first] = usable;
  const reasons = ways.flatMap((way) =>
    way.kind === 'unusable' ? [`The ${way.label}: ${way.reason}.`] : [],
  );
  if (!first) throw publishedServerNotUsable(name, reasons);
  if (wanted === undefined && prompt && usable.length > 1) {
    for (;;) {
      const answer = await asked(prompt, `Which one? [${first.number}] `);
      const chosen = answer === '' ? first : usable.find(({ number }) => String(number) === answer);
      if (chosen) return chosen.way;
    }
  }
  const chosen = wanted === undefined ? first : usable.find(({ number }) => number === wanted);
  if (!chosen) throw publishedValueWrong('--way', `${name} has no usable way ${wanted}`);
  return chosen.way;
}

/** @param forSecrets asked for secrets; undefined if they could not be kept */
export async function valuesFor(
  way: UsableWay,
  set: ReadonlyMap<string, string>,
  forSecrets: Prompt | undefined,
  prompt: Prompt | undefined,
): Promise<Map<string, string>> {
  const fields = fieldsOf(way);
  const values = new Map<string, string>();
  for (const [name, value] of set) {
    const field = fields.find((one) => one.name === name);
    if (!field) {
      const known = fields.map((one) => one.name).join(', ');
      throw publishedValueWrong(name, `the server does not ask for it; it knows ${known || 'nothing'}`);
    }
    const problem = field.isSecret
      ? 'it is a secret, and others can read a command line'
      : problemWith(field, value);
    if (problem !== undefined) throw publishedValueWrong(name, problem);
    values.set(name, value);
  }
  for (const field of fields) {
    const who = field.isSecret ? forSecrets : prompt;
    const canBeGiven = !values.has(field.name) && !field.isVariable && !(field.isSecret && field.isInClear);
    if (!who || !canBeGiven || (field.usual !== undefined && !field.isSecret) || !isAsked(field)) continue;
    const value = await askedValue(field, who);
    if (value !== '') values.set(field.name, value);
  }
  return values;
}

/** The others have a usual value, or can be left out. */
function isAsked({ isRequired, isSecret }: AskedField): boolean {
  return isRequired || isSecret;
}

/** @returns '' where the person gives nothing */
async function askedValue(field: AskedField, prompt: Prompt): Promise<string> {
  const about = field.description === undefined ? '' : ` (${shortened(field.description)})`;
  const choices = field.choices.length > 0 ? ` [${field.choices.join(', ')}]` : '';
  const question = makeVisible(`${field.name}${about}${choices}: `);
  for (;;) {
    const value = field.isSecret ? await hidden(prompt, question) : await asked(prompt, question);
    const problem = value === '' ? undefined : problemWith(field, value);
    if (problem === undefined) return value;
    say(`That cannot be used: ${problem}.`);
  }
}

/** @throws connect-not-confirmed at the end of input, Interrupted */
async function asked(prompt: Prompt, question: string): Promise<string> {
  process.stderr.write(question);
  return answered(await prompt.line());
}

async function hidden(prompt: Prompt, question: string): Promise<string> {
  return answered(await prompt.hidden(question));
}

function answered(answer: string | undefined): string {
  if (answer === undefined) throw connectNotConfirmed();
  return answer.trim();
}
