import { useNavigate, useRouter } from '@tanstack/react-router';
import { parseExperimentSearch, type ExperimentSearch } from '@/app/experimentSearch';
import { SavedViewsMenu } from '@/features/saved-views/components/SavedViewsMenu';
import { readOneOf, type RawSearch } from '@/lib/searchParams';

const pages = { table: '/experiments/$experimentId', charts: '/experiments/$experimentId/charts' } as const;

interface ExperimentViewsProps {
  experimentId: string;
  /** The one that is seen. */
  page: keyof typeof pages;
  search: ExperimentSearch;
  /** The page shows what was opened. */
  onOpened?: () => void;
}

/** The saved views of an experiment's runs. A view keeps the table and the charts, and opens as it was saved. */
export function ExperimentViews({ experimentId, page, search, onOpened }: ExperimentViewsProps) {
  const { options } = useRouter();
  const navigate = useNavigate();
  const onOpen = (text: string) => {
    const saved: RawSearch = options.parseSearch(text);
    const seen = text === '' ? page : (readOneOf(saved, 'page', ['charts']) ?? 'table');
    void navigate({
      to: pages[seen],
      params: { experimentId },
      search: parseExperimentSearch(saved),
    }).then(onOpened);
  };
  return (
    <SavedViewsMenu
      experimentId={experimentId}
      current={options.stringifySearch({
        ...search,
        selected: undefined,
        page: page === 'charts' ? page : undefined,
      })}
      onOpen={onOpen}
    />
  );
}
