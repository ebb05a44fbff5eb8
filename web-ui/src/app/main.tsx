import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@/app/theme/global.css';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ensureSoundLocale } from '@/app/soundLocale';
import { createQueryClient } from '@/app/queryClient';
import { createAppRouter } from '@/app/router';
import { cssVariables, theme } from '@/app/theme/theme';

ensureSoundLocale();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const queries = createQueryClient();

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queries}>
        <RouterProvider router={createAppRouter(queries)} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
