import type { Team } from '../pool';
import type { Plan } from '../types';
import type { OddPlace, OddRow } from '../types/odd_row';
import { decode } from './decode';

/** Returns the first rows with an issue of a row group, read again by one worker. */
export async function readOddRows(team: Team, plan: Plan, place: OddPlace): Promise<OddRow[]> {
  const found = await team.call(0, 'oddRows', place);
  return found.map(({ file, row, value, stream }) => {
    const earlier = plan.tasks.filter((task) => {
      return task.file === file && task.rowGroup < place.rowGroup;
    });
    const before = earlier.reduce((sum, { rows }) => sum + rows, 0);
    return { row: before + row, cells: decode(stream).rows[0] ?? [], value };
  });
}
