import { Link, Outlet } from '@tanstack/react-router';
import { ColorSchemeMenu } from '@/app/shell/ColorSchemeMenu';
import classes from '@/app/shell/AppShell.module.css';
import { ServerLostBanner } from '@/features/server-status/components/ServerLostBanner';
import { ServerVersion } from '@/features/server-status/components/ServerVersion';

const areas = [
  { to: '/experiments', label: 'Experiments' },
  { to: '/models', label: 'Models' },
  { to: '/endpoints', label: 'Endpoints' },
  { to: '/webhooks', label: 'Webhooks' },
] as const;

export function AppShell() {
  return (
    <>
      <header className={classes.bar}>
        <Link to="/experiments" className={classes.brand}>
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
              activeProps={{ 'aria-current': 'page' }}
            >
              {area.label}
            </Link>
          ))}
        </nav>
        <div className={classes.end}>
          <ServerVersion />
          <ColorSchemeMenu />
        </div>
      </header>
      <ServerLostBanner />
      <Outlet />
    </>
  );
}
