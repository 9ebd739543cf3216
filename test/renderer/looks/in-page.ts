// What is wrong with a page as it is shown now. Each function is handed to the page as it is, so it must not use anything
// outside of itself.

/** Begins to note what moves without a person having done anything. */
export function watchShifts(): void {
  /** The parts of a LayoutShift that are used here. */
  type Shift = PerformanceEntry & {
    value: number;
    sources?: { node?: Node; previousRect: DOMRect; currentRect: DOMRect }[];
  };
  const note = (entries: PerformanceEntryList) =>
    (entries as Shift[]).map(({ value, sources = [] }) => {
      const moved = sources.map(({ node, previousRect: from, currentRect: to }) => {
        const name = node instanceof Element ? node.className.toString().slice(0, 60) : node?.textContent;
        return `${name} (${from.x},${from.y} ${from.width}×${from.height} → ${to.x},${to.y} ${to.width}×${to.height})`;
      });
      return `${value.toFixed(4)}: ${moved.join('; ')}`;
    });
  const shifts: string[] = [];
  const observer = new PerformanceObserver((list) => shifts.push(...note(list.getEntries())));
  observer.observe({ type: 'layout-shift' });
  window.takeShifts = () => {
    shifts.push(...note(observer.takeRecords()));
    observer.disconnect();
    return shifts;
  };
}

declare global {
  interface Window {
    takeShifts(): string[];
  }
}

/** @returns a line for each text that is cut, or leads to scrolling sideways where nothing should */
export function cutTexts(): string[] {
  /** Code, tables and the like may be wider than their frame; a person can scroll them. */
  const MAY_SCROLL = 'pre, table, [role=region], [class*=ScrollContainer], [class*=diff], [class*=scroller]';
  const found: string[] = [];
  const looks = new Map<Element, { style: CSSStyleDeclaration; box: DOMRect }>();
  const { innerWidth } = window;
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent?.trim() ?? '';
    const parent = node.parentElement;
    if (text === '' || !parent || parent.closest('script, style, svg')) continue;
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    if (rects.length === 0) continue;
    const left = Math.min(...rects.map((rect) => rect.left));
    const right = Math.max(...rects.map((rect) => rect.right));
    const bottom = Math.max(...rects.map((rect) => rect.bottom));
    const wrong = whyCut(parent, { left, right, bottom });
    if (wrong !== undefined) found.push(`${wrong}: “${text.slice(0, 60)}”`);
  }
  return found;

  function whyCut(from: Element, text: { left: number; right: number; bottom: number }): string | undefined {
    let isOut = false;
    for (let element: Element | null = from; element; element = element.parentElement) {
      const { style, box } = lookOf(element);
      // For screen readers alone.
      if (box.width <= 1 || box.height <= 1) return undefined;
      isOut = text.right > box.right + 1.5 || text.left < box.left - 1.5;
      if (style.overflowX !== 'visible' && isOut) {
        if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') return undefined;
        if (style.overflowX === 'auto' || style.overflowX === 'scroll')
          return element.closest(MAY_SCROLL) ? undefined : `scrolls sideways in ${nameOf(element)}`;
        return `is cut by ${nameOf(element)}`;
      }
      if (
        (style.overflowY === 'hidden' || style.overflowY === 'clip') &&
        text.bottom > box.bottom + 2 &&
        style.webkitLineClamp === 'none'
      )
        return `is cut below by ${nameOf(element)}`;
      if (style.overflowY === 'auto' || style.overflowY === 'scroll') text.bottom = -1;
      if (style.position === 'fixed') break;
    }
    return text.right > innerWidth + 1 || text.left < -1 ? 'leaves the window' : undefined;
  }

  /** Asked once an element: thousands of texts share their ancestors. */
  function lookOf(element: Element) {
    const known = looks.get(element);
    if (known) return known;
    const look = { style: getComputedStyle(element), box: element.getBoundingClientRect() };
    looks.set(element, look);
    return look;
  }

  function nameOf(element: Element): string {
    return `${element.tagName.toLowerCase()}.${String(element.getAttribute('class')).slice(0, 60)}`;
  }
}

/** @returns each label that has the marks of code in a sentence, which only what is drawn has a look for */
export function labelsWithMarks(): string[] {
  const names = ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'];
  return [...document.querySelectorAll('body *')].flatMap((element) =>
    names.flatMap((name) => {
      const label = element.getAttribute(name) ?? '';
      return label.includes('`') ? [`${name}: ${label}`] : [];
    }),
  );
}

/** @returns all that a person or a screen reader is told by the page, and what the page was told by the host */
export function toldTexts(): { told: string[]; given: readonly string[] } {
  const told = new Set<string>();
  /** In a sentence, what stood in backticks. */
  const CODE = 'code.mantine-Code-root:not([data-block])';
  const sentenceIn = (place: Element) =>
    [...place.childNodes]
      .map((part) =>
        part instanceof Element && part.matches(CODE) ? `\`${part.textContent}\`` : part.textContent,
      )
      .join('');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.checkVisibility()) continue;
    const place = node.parentElement.closest(CODE)?.parentElement ?? node.parentElement;
    told.add(place.querySelector(`:scope > ${CODE}`) ? sentenceIn(place) : (node.textContent ?? ''));
  }
  for (const element of document.querySelectorAll('body *')) {
    if (!element.checkVisibility() || element.matches('textarea[aria-hidden]')) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-roledescription'])
      told.add(element.getAttribute(name) ?? '');
    if (element instanceof HTMLInputElement && element.type === 'text') told.add(element.value);
  }
  const texts = [...told].map((text) => text.trim()).filter((text) => text !== '');
  return { told: texts, given: window.stage.given() };
}
