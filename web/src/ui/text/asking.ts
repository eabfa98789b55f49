import type { Asking } from '../../types/snapshot';
import { visible } from '../../visible';
import { counted, grouped } from './amount';
import { leftText } from './pace';

/** What a job of asking does now, as a sentence without its end. */
export function stageText({ stage, of, runDate, lastFailure }: Asking): string {
  switch (stage.kind) {
    case 'asking':
      return `Asking ${of}`;
    case 'waiting':
      return `Waiting before calls are made again${lastFailure ? `, which failed: ${visible(lastFailure)}` : ''}`;
    case 'quota':
      return `The day’s quota is used up; going on ${momentText(stage.until)}, or when you say so`;
    case 'stopped':
      return `Stopped: ${visible(stage.reason)}`;
    case 'paused':
      return 'Paused';
    case 'cancelled':
      return `Ended; the ledger of ${runDate} keeps what was answered`;
    case 'done':
      return `Every video was asked; the snapshot is of ${runDate}`;
  }
}

/** Figures of a job, `left` being the seconds that it still takes. */
export function figuresOf(asking: Asking, left: number | undefined): string[] {
  const { settled, known, videos, calls, failures, units, seconds } = asking;
  const figures = [`${grouped(settled)} of ${counted(videos, 'video')}`];
  if (known > 0) figures.push(`${grouped(known)} known before`);
  figures.push(counted(calls, 'call'));
  if (failures > 0) figures.push(`${grouped(failures)} of them failed`);
  if (units !== calls) figures.push(`${counted(units, 'unit')} today`);
  if (left !== undefined) {
    figures.push(`${grouped(Math.round((10 * calls) / seconds) / 10)} calls/s`);
    figures.push(left < 1 ? 'nearly done' : `about ${leftText(left)} left`);
  }
  return figures;
}

/** A moment as the clock of whoever reads it tells it. */
function momentText(moment: number): string {
  const text = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return `at ${text.format(moment)}`;
}
