// Native dialogs, answered in the app's main process: nobody can reach their buttons from outside.
import type { TestApp } from './app.ts';

export interface AskedDialog {
  readonly message: string;
  readonly detail?: string;
  readonly buttons: readonly string[];
}

/** From now on every dialog is answered with this button. @returns asks for the dialogs so far */
export async function answerDialogs(
  { app }: Pick<TestApp, 'app'>,
  button: string,
): Promise<() => Promise<AskedDialog[]>> {
  await app.evaluate(({ dialog }, label) => {
    const asked: AskedDialog[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (async (about: AskedDialog) => {
      asked.push(about);
      return { response: about.buttons.indexOf(label), checkboxChecked: false };
    }) as never;
  }, button);
  return () => app.evaluate(() => (globalThis as unknown as { asked: AskedDialog[] }).asked);
}
