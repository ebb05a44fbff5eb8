/** The parts of the pages, in the order of the bar at the top. */
export const areas = [
  { to: '/', label: 'Home' },
  { to: '/experiments', label: 'Experiments' },
  { to: '/models', label: 'Models' },
  { to: '/endpoints', label: 'Endpoints' },
  { to: '/schedules', label: 'Schedules' },
  { to: '/webhooks', label: 'Webhooks' },
  { to: '/storage', label: 'Storage' },
] as const;
