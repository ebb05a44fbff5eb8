import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { PromoteDialog } from '@/features/promotions/components/PromoteDialog';
import { PromotionTimeline } from '@/features/promotions/components/PromotionTimeline';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { refuse, server } from '@/testing/server';

const path = '*/api/millrace/v1/promotions';

function renderDialog(onClose = vi.fn()) {
  renderWithProviders(
    <>
      <PromotionTimeline modelName="wine" />
      <PromoteDialog
        modelName="wine"
        versions={['3', '2', '1']}
        aliases={[{ alias: 'champion', version: '2' }]}
        version="3"
        onClose={onClose}
      />
    </>,
  );
  return onClose;
}

it('says what moves, asks for a reason, promotes, and the timeline shows it', async () => {
  const history: object[] = [];
  let sent: unknown;
  server.use(
    http.get(path, () => HttpResponse.json({ promotions: history })),
    http.post(path, async ({ request }) => {
      sent = await request.json();
      const promotion = {
        promotion_id: '1',
        model_name: 'wine',
        alias: 'champion',
        from_version: '2',
        to_version: '3',
        reason: 'Better on the March test set',
        user: 'ada',
        created_at: Date.now(),
      };
      history.unshift(promotion);
      return HttpResponse.json({ promotion });
    }),
  );
  const onClose = renderDialog();
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText(/moves from/)).toHaveTextContent('champion moves from v2 to v3');
  const submit = within(dialog).getByRole('button', { name: 'Promote' });
  expect(submit).toBeDisabled();

  await userEvent.click(within(dialog).getByLabelText(/Reason/));
  await userEvent.paste('Better on the March test set');
  await userEvent.click(submit);

  expect(await screen.findByText('champion of wine is now version 3.')).toBeInTheDocument();
  expect(await screen.findByText('Better on the March test set', { selector: 'li *' })).toBeInTheDocument();
  expect(sent).toEqual({
    model_name: 'wine',
    alias: 'champion',
    version: '3',
    reason: 'Better on the March test set',
  });
  expect(onClose).toHaveBeenCalled();
});

it('stays open with what the server says when it refuses', async () => {
  server.use(http.get(path, () => HttpResponse.json({ promotions: [] })));
  refuse('post', 'api/millrace/v1/promotions', 404, 'RESOURCE_DOES_NOT_EXIST', 'Version 3 was deleted');
  const onClose = renderDialog();
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByLabelText(/Reason/));
  await userEvent.paste('why');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Promote' }));
  expect(await within(dialog).findByText('Version 3 was deleted')).toBeInTheDocument();
  expect(onClose).not.toHaveBeenCalled();
});
