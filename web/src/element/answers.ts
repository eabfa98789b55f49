import type { Analyzer } from '../analyzer';
import type { Answers } from '../ui/results/answers';
import { firstVideo } from './first_video';

/** Returns what the views request, from an analyzer. */
export function answersOf(analyzer: () => Analyzer): Answers {
  return {
    find: (kind, view, options) => analyzer().view(kind, view, options),
    estimateSize: ({ kind, format, filter }) => analyzer().exportSize(kind, format, filter),
    videos: {
      find: (video) => analyzer().calendar(video),
      first: () => firstVideo(analyzer()),
    },
    oddRows: (place) => analyzer().oddRows(place),
    manifest: async ({ kind, filter }) => {
      return `${JSON.stringify(await analyzer().manifest(kind, filter), null, 2)}\n`;
    },
  };
}
