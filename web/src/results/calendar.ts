import { text } from '../options/values';
import { broadcast, type Team } from '../pool';
import type { VideoDays } from '../types';

/** Returns the days of a video, for each of its channels in order. */
export async function calendar(team: Team, video: string): Promise<VideoDays[]> {
  const id = text(video, 'video');
  return (await broadcast(team, (worker) => team.call(worker, 'calendar', id))).flat();
}
