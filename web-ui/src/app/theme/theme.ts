import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** The one accent: the blue-green of deep water. */
const race = [
  '#e8f6f8',
  '#d3ebef',
  '#a6d6df',
  '#74c0ce',
  '#4daebf',
  '#2f9fb3',
  '#117f93',
  '#0b6b7d',
  '#085868',
  '#044552',
] as const;

/** Mantine's greys of the dark scheme, in the hue of the page. */
const dark = [
  '#dfe5e9',
  '#b4bec6',
  '#98a4ae',
  '#6f7b85',
  '#38424a',
  '#2b3339',
  '#1f262b',
  '#14181b',
  '#101416',
  '#0b0e10',
] as const;

/** The list of options scrolls itself: the keys that move through it reach no box around it. */
const scrolledList = {
  defaultProps: { withScrollArea: false },
  styles: { options: { maxHeight: 220, overflowY: 'auto' } },
} as const;

export const theme = createTheme({
  // Who asks the system for less motion gets menus and dialogs at once.
  respectReducedMotion: true,
  primaryColor: 'race',
  // White text is to be read on either.
  primaryShade: { light: 7, dark: 6 },
  colors: { race, dark },
  autoContrast: true,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.3' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '16px' },
  components: {
    // The page has one banner; the head of a dialog is none.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    // At the end of the page's main part: outside of every landmark nobody would find them.
    Popover: { defaultProps: { portalProps: { target: '#popups' } } },
    // What it has for the first focus is no item, and a menu has nothing else: the first item has it then.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Select: scrolledList,
    MultiSelect: scrolledList,
    Autocomplete: scrolledList,
    TagsInput: scrolledList,
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      // Mantine's grey is too faint to be read.
      styles: { description: { color: 'var(--mantine-color-dimmed)' } },
    },
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.5' },
      h3: { fontSize: '14px', lineHeight: '1.5' },
    },
  },
});

/** Every colour of the pages by what it means; components use these names only. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b2126',
    '--mantine-color-dimmed': '#596570',
    '--mantine-color-placeholder': '#66727d',
    '--mantine-color-default-border': '#d3dae0',
    '--mr-raised': '#f5f7f9',
    '--mr-hover': '#eef3f5',
    '--mr-selected': '#e3f2f5',
    '--mr-border': '#e0e6ea',
    '--mr-link': '#0b6b7d',
    '--mr-good': '#1b6e3c',
    '--mr-good-soft': '#e2f3e8',
    '--mantine-color-error': '#b3261e',
    '--mr-bad': '#b3261e',
    '--mr-bad-soft': '#fbe7e5',
    '--mr-busy': '#0b5cad',
    '--mr-busy-soft': '#e3eefa',
    '--mr-idle': '#59636d',
    '--mr-idle-soft': '#edf0f2',
    '--mr-differs': '#fff6dc',
    '--mr-chart-grid': '#e8ecef',
  },
  dark: {
    '--mantine-color-body': '#14181b',
    '--mantine-color-text': '#dfe5e9',
    '--mantine-color-dimmed': '#98a4ae',
    '--mantine-color-placeholder': '#8a96a0',
    '--mantine-color-default-border': '#38424a',
    '--mantine-color-default': '#1b2024',
    '--mantine-color-default-hover': '#242b30',
    '--mr-raised': '#1b2024',
    '--mr-hover': '#21282d',
    '--mr-selected': '#17323a',
    '--mr-border': '#2b3339',
    '--mr-link': '#63c5d6',
    '--mr-good': '#7fd6a0',
    '--mr-good-soft': '#183324',
    '--mantine-color-error': '#ff9a92',
    '--mr-bad': '#ff9a92',
    '--mr-bad-soft': '#41201e',
    '--mr-busy': '#8fc1f7',
    '--mr-busy-soft': '#172d45',
    '--mr-idle': '#a8b3bc',
    '--mr-idle-soft': '#272e34',
    '--mr-differs': '#35301a',
    '--mr-chart-grid': '#262d32',
  },
});
