// The window of the app while it is scrolled: what the benchmarks of long lists do with its page.
import type { BenchApp } from './desktop-app.ts';
import { type FrameWork, traceFrames } from './frames.ts';

/** What the page does meanwhile. */
export async function traceApp(app: BenchApp, during: () => Promise<void>): Promise<FrameWork> {
  // A browser's end traces once.
  const browser = await app.browser();
  const work = await traceFrames(browser, during);
  browser.close();
  return work;
}

/**
 * An expression for the page that scrolls for three seconds.
 * @param scroller a selector
 * @param step.px up when it is negative
 */
export function scrollFor(scroller: string, step: { px: number; everyFrames: number }): string {
  return `(async () => {
    const scroller = document.querySelector('${scroller}');
    for (let frame = 0; frame < 180; frame += 1) {
      if (frame % ${step.everyFrames} === 0) scroller.scrollTop += ${step.px};
      await new Promise(requestAnimationFrame);
    }
  })()`;
}

/** An expression for the page that ends the introduction; whether it is over. */
export const SKIP_INTRODUCTION = `(() => {
  const skip = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Skip for now');
  skip?.click();
  return skip === undefined && document.querySelector('nav') !== null;
})()`;
