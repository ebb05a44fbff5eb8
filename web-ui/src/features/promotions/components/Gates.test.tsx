import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { OpenRequests } from '@/features/promotions/components/OpenRequests';
import { PolicyEditor } from '@/features/promotions/components/PolicyEditor';
import { PromotionTimeline } from '@/features/promotions/components/PromotionTimeline';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { refuse, server } from '@/testing/server';

const API = '*/api/millrace/v1/';

it('says why a promotion came to nothing, gate by gate', async () => {
  server.use(
    http.get(`${API}promotions`, () =>
      HttpResponse.json({
        promotions: [
          {
            promotion_id: '2',
            model_name: 'wine',
            alias: 'champion',
            to_version: '3',
            created_at: Date.now(),
            outcome: 'gates_failed',
            message: "Gate 'f1' failed.",
            gates: [
              { name: 'f1', type: 'metric', status: 'fail', message: '0.8 is less than 0.9' },
              { name: 'size', type: 'resources', status: 'pass', message: 'within the bounds' },
            ],
          },
        ],
      }),
    ),
  );
  renderWithProviders(<PromotionTimeline modelName="wine" />);
  const entry = (await screen.findAllByRole('listitem'))[0];
  expect(entry).toHaveTextContent('v3 was stopped by its gates');
  expect(entry).toHaveTextContent('1 of 2 gates passed');
  expect(entry).toHaveTextContent('f1 failed: 0.8 is less than 0.9');
});

it('lets somebody else approve, and says why the requester cannot', async () => {
  server.use(
    http.get(`${API}promotions/requests`, () =>
      HttpResponse.json({
        requests: [
          {
            request_id: '7',
            model_name: 'wine',
            alias: 'champion',
            state: 'pending',
            to_version: '3',
            user: 'ada',
            created_at: Date.now(),
            gates: [{ name: 'approval', type: 'approval', status: 'pending', message: '0 of 1 approvals' }],
          },
        ],
      }),
    ),
  );
  refuse(
    'post',
    'api/millrace/v1/promotions/requests/7/approve',
    403,
    'PERMISSION_DENIED',
    'ada asked for it',
  );
  renderWithProviders(<OpenRequests modelName="wine" />);
  const request = await screen.findByRole('article', { name: 'Request 7' });
  expect(request).toHaveTextContent('ada wants v3 to be champion');
  expect(request).toHaveTextContent('0 of 1 approvals');
  await userEvent.click(within(request).getByRole('button', { name: 'Approve' }));
  expect(await within(request).findByRole('alert')).toHaveTextContent('ada asked for it');
});

it('saves a policy as it was written, and shows what is wrong with one', async () => {
  let sent: { type: string | null; text: string } | undefined;
  server.use(
    http.get(`${API}promotion-policies/wine/champion/history`, () =>
      HttpResponse.json(
        sent === undefined
          ? {}
          : { policies: [{ revision: 1, document: {}, source: sent.text, user: 'ada', created_at: 1 }] },
      ),
    ),
    http.put(`${API}promotion-policies/wine/champion`, async ({ request }) => {
      const text = await request.text();
      if (text.includes('gates: 3')) {
        return HttpResponse.json(
          { error_code: 'INVALID_PARAMETER_VALUE', message: 'wrong at /gates' },
          { status: 400 },
        );
      }
      sent = { type: request.headers.get('Content-Type'), text };
      return HttpResponse.json({ revision: 1, source: text, user: 'ada', created_at: 1 });
    }),
  );
  renderWithProviders(<PolicyEditor modelName="wine" aliases={[]} />);
  const text = await screen.findByLabelText('Policy in YAML');
  const save = screen.getByRole('button', { name: 'Save policy' });
  expect(save).toBeDisabled();
  await userEvent.type(text, 'gates: 3');
  await userEvent.click(save);
  expect(await screen.findByRole('alert')).toHaveTextContent('wrong at /gates');
  await userEvent.clear(text);
  await userEvent.type(text, 'protected: true');
  await userEvent.click(save);
  expect(await screen.findByText(/Revision 1 by ada/)).toBeInTheDocument();
  expect(sent).toEqual({ type: 'application/yaml', text: 'protected: true' });
});
