import { ActionIcon, Button, Group, Popover } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import IconBookmark from '@tabler/icons-react/dist/esm/icons/IconBookmark.mjs';
import IconDeviceFloppy from '@tabler/icons-react/dist/esm/icons/IconDeviceFloppy.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { lazy, Suspense, useState } from 'react';
import { failureToast, undoToast } from '@/components/toasts';
import {
  useCreateView,
  useDeleteView,
  useReplaceView,
  useSavedViews,
  type SavedView,
} from '@/features/saved-views/api/views';
import classes from '@/features/saved-views/components/SavedViewsMenu.module.css';
import { callerName } from '@/lib/caller';

const SaveViewDialog = lazy(() => import('@/features/saved-views/components/SaveViewDialog'));

interface SavedViewsMenuProps {
  experimentId: string;
  /** What is seen now, as a view keeps it. */
  current: string;
  onOpen: (search: string) => void;
}

/** Named ways to see runs: to open, to save what is seen now, to write over and to remove. */
export function SavedViewsMenu({ experimentId, current, onOpen }: SavedViewsMenuProps) {
  const [opened, setOpened] = useState(false);
  const [saving, setSaving] = useState(false);
  const views = useSavedViews(opened);
  const create = useCreateView();
  const replace = useReplaceView();
  const remove = useDeleteView();
  const seen = views.data?.find((view) => view.search === current);
  const overwrite = (view: SavedView) =>
    replace.mutate(
      { ...view, experiment_id: experimentId, search: current },
      {
        onSuccess: () => notifications.show({ message: `${view.name} now shows what you see.` }),
        onError: failureToast(`${view.name} was not changed`),
      },
    );
  const removeWithUndo = (view: SavedView) =>
    remove.mutate(view.view_id, {
      onSuccess: () =>
        undoToast(`View ${view.name} removed.`, () =>
          create.mutateAsync(view).catch(failureToast(`${view.name} was not brought back`)),
        ),
      onError: failureToast(`${view.name} was not removed`),
    });
  return (
    <>
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} shadow="md" trapFocus>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconBookmark size={16} aria-hidden />}
            onClick={() => setOpened((before) => !before)}
          >
            {seen?.name ?? 'Views'}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p="xs" aria-label="Saved views">
          <div className={classes.views}>
            {views.data?.map((view) => (
              <div key={view.view_id} className={classes.view}>
                <button
                  type="button"
                  className={classes.open}
                  title={view.name}
                  onClick={() => {
                    onOpen(view.search);
                    setOpened(false);
                  }}
                >
                  <span className="truncate">{view.name}</span>
                  <span className={classes.owner}>{ownership(view)}</span>
                </button>
                {view.owner === callerName() && (
                  <>
                    <ActionIcon
                      size="sm"
                      variant="subtle"
                      color="gray"
                      aria-label={`Save what you see as ${view.name}`}
                      title="Save what you see under this name"
                      onClick={() => overwrite(view)}
                    >
                      <IconDeviceFloppy size={15} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      size="sm"
                      variant="subtle"
                      color="gray"
                      aria-label={`Remove the view ${view.name}`}
                      title="Remove"
                      onClick={() => removeWithUndo(view)}
                    >
                      <IconTrash size={15} aria-hidden />
                    </ActionIcon>
                  </>
                )}
              </div>
            ))}
            {views.data?.length === 0 && (
              <p className={classes.empty}>
                No view is saved yet. A view keeps filter, columns, order, groups, baseline and charts, and
                can be used for every experiment.
              </p>
            )}
            {views.isError && <p className={classes.empty}>The views could not be loaded.</p>}
          </div>
          <Group gap="xs" mt="xs" grow>
            <Button size="xs" variant="default" onClick={() => onOpen('')}>
              Default view
            </Button>
            <Button
              size="xs"
              onClick={() => {
                create.reset();
                setOpened(false);
                setSaving(true);
              }}
            >
              Save this view
            </Button>
          </Group>
        </Popover.Dropdown>
      </Popover>
      <Suspense fallback={null}>
        {saving && (
          <SaveViewDialog
            pending={create.isPending}
            error={create.error}
            onClose={() => setSaving(false)}
            onSave={(name, shared) =>
              create.mutate(
                { name, shared, experiment_id: experimentId, search: current },
                { onSuccess: () => setSaving(false) },
              )
            }
          />
        )}
      </Suspense>
    </>
  );
}

function ownership(view: SavedView): string {
  if (view.owner !== callerName()) return `by ${view.owner === '' ? 'somebody' : view.owner}`;
  return view.shared ? 'shared' : 'personal';
}
