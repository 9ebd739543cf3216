// The look of the window: type, density and colours, light and dark. Every text colour reaches WCAG AA (4.5:1).

import { type CSSVariablesResolver, createTheme } from '@mantine/core';
import { words } from './words.ts';

const accents = ['indigo', 'red', 'green', 'orange', 'yellow', 'gray', 'teal', 'blue'];

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  cursorType: 'pointer',
  respectReducedMotion: true,
  defaultRadius: 'sm',
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Inter, Cantarell, sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.125rem', lineHeight: '1.4' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.4' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'xs' }, styles: { root: { fontWeight: 500 } } },
    InputWrapper: { styles: { label: { fontWeight: 500 } } },
    Alert: { styles: { root: { padding: '8px 12px' } } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Badge: {
      defaultProps: { variant: 'light', size: 'sm', tt: 'none', fw: 500 },
      styles: { root: { minWidth: 'max-content' } },
    },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true, fz: 'xs' } },
    Modal: {
      defaultProps: {
        closeButtonProps: { 'aria-label': words.close },
        centered: true,
        transitionProps: { duration: 120 },
      },
    },
    Text: { defaultProps: { size: 'sm' } },
    Switch: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    // While it grows, what gets the focus inside is scrolled into view, and is somewhere else when it has grown.
    Collapse: { defaultProps: { transitionDuration: 0 } },
    Tabs: { defaultProps: { keepMounted: false } },
  },
});

export const cssVariables: CSSVariablesResolver = (resolved) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': resolved.colors.gray[7],
    '--mantine-color-placeholder': resolved.colors.gray[7],
    '--mantine-color-anchor': resolved.colors.indigo[8],
    '--mantine-color-error': resolved.colors.red[9],
    '--pb-surface': resolved.colors.gray[0],
    '--pb-line': resolved.colors.gray[3],
    '--pb-hover': resolved.colors.gray[1],
    '--pb-selected': resolved.colors.indigo[0],
    '--pb-danger': resolved.colors.red[9],
    '--pb-danger-surface': resolved.colors.red[0],
    '--pb-good': '#1f6b2e',
    '--pb-busy': resolved.colors.indigo[7],
    '--pb-warn': '#8a4b00',
    '--pb-warn-surface': resolved.colors.yellow[0],
    ...Object.fromEntries(accents.map((name) => [`--mantine-color-${name}-light-color`, darkest(name)])),
    '--mantine-color-gray-light-color': resolved.colors.gray[8],
    '--mantine-color-orange-light-color': '#8a3600',
    '--mantine-color-yellow-light-color': '#7a4a00',
    '--mantine-color-green-light-color': '#1f6b2e',
    '--mantine-color-teal-light-color': '#05614a',
  },
  dark: {
    '--mantine-color-dimmed': resolved.colors.dark[1],
    '--mantine-color-placeholder': resolved.colors.dark[1],
    '--mantine-color-anchor': resolved.colors.indigo[3],
    '--mantine-color-error': resolved.colors.red[4],
    '--pb-surface': resolved.colors.dark[8],
    '--pb-line': resolved.colors.dark[4],
    '--pb-hover': resolved.colors.dark[6],
    '--pb-selected': '#2b3050',
    '--pb-danger': resolved.colors.red[3],
    '--pb-danger-surface': '#3a1d20',
    '--pb-good': resolved.colors.green[4],
    '--pb-busy': resolved.colors.indigo[3],
    '--pb-warn': resolved.colors.yellow[4],
    '--pb-warn-surface': '#38301a',
    ...Object.fromEntries(accents.flatMap(softInDark)),
  },
});

/** Backgrounds of soft buttons, badges and alerts: tinted, not bright. */
function softInDark(name: string): (readonly [string, string])[] {
  const tint = (percent: number) => `color-mix(in srgb, var(--mantine-color-${name}-6) ${percent}%, #242424)`;
  return [
    [`--mantine-color-${name}-light`, tint(20)],
    [`--mantine-color-${name}-light-hover`, tint(28)],
    [`--mantine-color-${name}-light-color`, `var(--mantine-color-${name}-2)`],
  ];
}

function darkest(name: string): string {
  return `var(--mantine-color-${name}-9)`;
}
