import { notifications } from '@mantine/notifications';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, it, vi } from 'vitest';
import { PromoteDialog } from '@/features/promotions/components/PromoteDialog';
import { PromotionTimeline } from '@/features/promotions/components/PromotionTimeline';
import { RollbackDialog } from '@/features/promotions/components/RollbackDialog';
import { renderWithProviders } from '@/testing/renderWithProviders';
import { server } from '@/testing/server';

const path = '*/api/millrace/v1/promotions';

/** What the gates say when they are asked beforehand. */
function gates(...results: object[]) {
  return HttpResponse.json({
    request: { request_id: '0', state: 'dry_run', from_version: '2', to_version: '3', gates: results },
  });
}

const isDryRun = (body: unknown) => (body as { dry_run?: boolean }).dry_run === true;

afterEach(() => notifications.clean());

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
  let caller: string | null = null;
  server.use(
    http.get(path, () => HttpResponse.json({ promotions: history })),
    http.post(path, async ({ request }) => {
      const body = await request.json();
      if (isDryRun(body)) return gates();
      sent = body;
      caller = request.headers.get('Authorization');
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
  await userEvent.type(within(dialog).getByLabelText('Your name'), 'ada');
  await userEvent.click(submit);

  expect(await screen.findByText('champion of wine is now version 3.')).toBeInTheDocument();
  expect(await screen.findByText('Better on the March test set', { selector: 'li *' })).toBeInTheDocument();
  expect(sent).toEqual({
    model_name: 'wine',
    alias: 'champion',
    version: '3',
    reason: 'Better on the March test set',
  });
  expect(caller).toBe(`Basic ${btoa('ada:')}`);
  expect(onClose).toHaveBeenCalled();
  localStorage.clear();
});

it('stays open with what the server says when it refuses', async () => {
  const refused = { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Version 3 was deleted' };
  server.use(
    http.get(path, () => HttpResponse.json({ promotions: [] })),
    http.post(path, async ({ request }) =>
      isDryRun(await request.json()) ? gates() : HttpResponse.json(refused, { status: 404 }),
    ),
  );
  const onClose = renderDialog();
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByLabelText(/Reason/));
  await userEvent.paste('why');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Promote' }));
  expect(await within(dialog).findByText('Version 3 was deleted')).toBeInTheDocument();
  expect(onClose).not.toHaveBeenCalled();
});

it('takes a promotion back', async () => {
  const sent: unknown[] = [];
  server.use(
    http.get(path, () => HttpResponse.json({ promotions: [] })),
    http.post(path, async ({ request }) =>
      isDryRun(await request.json())
        ? gates()
        : HttpResponse.json({
            promotion: { model_name: 'wine', alias: 'champion', from_version: '2', to_version: '3' },
          }),
    ),
    http.post(`${path}/rollback`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({});
    }),
  );
  renderDialog();
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByLabelText(/Reason/));
  await userEvent.paste('Better');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Promote' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await expect
    .poll(() => sent)
    .toEqual([
      {
        model_name: 'wine',
        alias: 'champion',
        if_current_version: '3',
        reason: 'Taken back at once',
      },
    ]);
});

it('shows what the gates say before anybody promotes', async () => {
  const asked: unknown[] = [];
  server.use(
    http.get(path, () => HttpResponse.json({ promotions: [] })),
    http.post(path, async ({ request }) => {
      asked.push(await request.json());
      return gates(
        { name: 'f1', type: 'metric', status: 'fail', message: '0.8 is less than 0.9' },
        { name: 'size', type: 'resources', status: 'pass', message: 'within the bounds' },
      );
    }),
  );
  renderDialog();
  const dialog = await screen.findByRole('dialog');
  expect(await within(dialog).findByText('1 of 2 gates would stop it')).toBeVisible();
  expect(within(dialog).getByText(/0.8 is less than 0.9/)).toBeVisible();
  expect(asked).toEqual([{ model_name: 'wine', alias: 'champion', version: '3', dry_run: true }]);
});

it('says where an alias goes back to, and rolls back from where it was seen', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post(`${path}/rollback`, async ({ request }) => {
      const body = await request.json();
      if (isDryRun(body)) {
        return HttpResponse.json({ request: { state: 'dry_run', from_version: '3', to_version: '2' } });
      }
      sent.push(body);
      return HttpResponse.json({
        promotion: { kind: 'rollback', model_name: 'wine', alias: 'champion', to_version: '2' },
      });
    }),
  );
  const onClose = vi.fn();
  renderWithProviders(
    <RollbackDialog modelName="wine" aliases={[{ alias: 'champion', version: '3' }]} onClose={onClose} />,
  );
  const dialog = await screen.findByRole('dialog');
  expect(await within(dialog).findByText(/moves back from/)).toHaveTextContent(
    'champion moves back from v3 to v2',
  );
  expect(within(dialog).getByText('No gate stands in between: nothing is checked.')).toBeVisible();
  await userEvent.click(within(dialog).getByLabelText(/Reason/));
  await userEvent.paste('p99 doubled');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Roll back' }));
  expect(await screen.findByText('champion of wine is now version 2.')).toBeInTheDocument();
  expect(sent).toEqual([
    { model_name: 'wine', alias: 'champion', if_current_version: '3', reason: 'p99 doubled' },
  ]);
  expect(onClose).toHaveBeenCalled();
});

it('says that there is nothing to go back to', async () => {
  server.use(
    http.post(`${path}/rollback`, () =>
      HttpResponse.json(
        { error_code: 'INVALID_STATE', message: 'champion has no version before' },
        { status: 400 },
      ),
    ),
  );
  renderWithProviders(
    <RollbackDialog modelName="wine" aliases={[{ alias: 'champion', version: '1' }]} onClose={vi.fn()} />,
  );
  const dialog = await screen.findByRole('dialog');
  expect(await within(dialog).findByText('champion has no version before')).toBeVisible();
  await userEvent.click(within(dialog).getByLabelText(/Reason/));
  await userEvent.paste('why');
  expect(within(dialog).getByRole('button', { name: 'Roll back' })).toBeDisabled();
});
