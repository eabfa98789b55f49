import type { LitElement } from 'lit';
import type { OverviewView } from '../charts/overview_view';
import type { Place } from './place';

/** Scrolls to the tab that results show, or to a part of the overview, and focuses it. */
export async function reveal(results: LitElement, { part }: Pick<Place, 'part'>): Promise<void> {
  await results.updateComplete;
  const root = results.renderRoot;
  const overview = root.querySelector<OverviewView>('day-tally-overview');
  if (part && overview) return overview.reveal();
  results.scrollIntoView();
  const tab = root.querySelector<HTMLElement>('[role=tab][aria-selected=true]');
  tab?.focus({ preventScroll: true });
  // In a narrow window the list of tabs is scrolled.
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
