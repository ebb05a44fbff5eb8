// The package's index names some six thousand files, which each build would read; one icon is one file.
declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  // eslint-disable-next-line no-restricted-imports -- a type costs nothing
  import type { Icon } from '@tabler/icons-react';
  const icon: Icon;
  export default icon;
}
