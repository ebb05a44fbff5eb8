import { ActionIcon, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { areas } from '@/app/shell/areas';
import { ColorSchemeMenu } from '@/app/shell/ColorSchemeMenu';
import classes from '@/app/shell/AppShell.module.css';
import { ServerLostBanner } from '@/features/server-status/components/ServerLostBanner';
import { ServerVersion } from '@/features/server-status/components/ServerVersion';
import { isApple } from '@/lib/isApple';

const Palette = lazy(() => import('@/app/shell/Palette'));
const ShortcutSheet = lazy(() => import('@/app/shell/ShortcutSheet'));

export function AppShell() {
  const [asked, setAsked] = useState(0);
  const [showsKeys, setShowsKeys] = useState(false);
  const openPalette = () => setAsked((times) => times + 1);
  const openKeys = () => setShowsKeys(true);
  useHotkeys([['mod+K', openPalette]], []);
  useHotkeys([
    ['shift+?', openKeys],
    ['?', openKeys],
  ]);
  return (
    <>
      <UnstyledButton className={classes.skip} onClick={() => document.querySelector('main')?.focus()}>
        Skip to the content
      </UnstyledButton>
      <header className={classes.bar}>
        <Link to="/" className={classes.brand}>
          <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden>
            <rect width="32" height="32" rx="7" fill="currentColor" />
            <path
              d="M5 12c3.7 0 3.7 3 7.3 3s3.7-3 7.4-3 3.6 3 7.3 3M5 19c3.7 0 3.7 3 7.3 3s3.7-3 7.4-3 3.6 3 7.3 3"
              className={classes.waves}
            />
          </svg>
          Millrace
        </Link>
        <nav aria-label="Areas" className={classes.areas}>
          {areas.map((area) => (
            <Link
              key={area.to}
              to={area.to}
              className={classes.area}
              activeOptions={{ exact: area.to === '/' }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {area.label}
            </Link>
          ))}
        </nav>
        <div className={classes.end}>
          <UnstyledButton className={classes.goTo} onClick={openPalette}>
            <IconSearch size={14} aria-hidden />
            Go to…
            <kbd>{isApple ? '⌘K' : 'Ctrl K'}</kbd>
          </UnstyledButton>
          <ServerVersion />
          <ActionIcon variant="subtle" color="gray" aria-label="Keys" title="Keys (?)" onClick={openKeys}>
            <IconKeyboard size={18} />
          </ActionIcon>
          <ColorSchemeMenu />
        </div>
      </header>
      <ServerLostBanner />
      <Outlet />
      {showsKeys && (
        <Suspense fallback={null}>
          <ShortcutSheet onClose={() => setShowsKeys(false)} />
        </Suspense>
      )}
      {asked > 0 && (
        <Suspense fallback={null}>
          <Palette asked={asked} onShortcuts={openKeys} />
        </Suspense>
      )}
    </>
  );
}
