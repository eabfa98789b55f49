import { text } from '../options/values';
import { everyone, type Team } from '../pool';
import type { VideoDays } from '../types';

/** The days of a video, for each of its channels in their order. */
export async function calendar(team: Team, video: string): Promise<VideoDays[]> {
  const id = text(video, 'video');
  return (await everyone(team, (worker) => team.call(worker, 'calendar', id))).flat();
}
