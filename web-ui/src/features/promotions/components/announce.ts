import { notifications } from '@mantine/notifications';
import { failureToast, undoToast } from '@/components/toasts';
import type { PromotionAnswer } from '@/features/promotions/api/createPromotion';

/** Says what came of a move that was asked for; what moved can be taken back where `undo` is given. */
export function announce(
  { promotion: done }: PromotionAnswer,
  version: string | undefined,
  undo?: () => Promise<unknown>,
): void {
  if (done === undefined) {
    notifications.show({
      title: 'Asked for',
      message: `Version ${version} waits for approvals or checks.`,
      color: 'yellow',
    });
    return;
  }
  const message = `${done.alias} of ${done.model_name} is now version ${done.to_version}.`;
  if (undo !== undefined && done.from_version !== undefined)
    undoToast(message, () => undo().catch(failureToast('Not taken back')));
  else notifications.show({ message, color: 'race' });
}
