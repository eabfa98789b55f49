import type { Asking, Cost } from '../../types/snapshot';
import { visible } from '../../visible';
import { leftText } from '../run/pace';
import { counted, grouped } from '../text/amount';

/** Returns the current stage of a provider job, as a sentence without its end. */
export function stageText({ stage, of, runDate, lastFailure, settled }: Asking): string {
  switch (stage.kind) {
    case 'asking':
      return `Asking ${of}`;
    case 'waiting':
      return `Waiting before calls are made again${lastFailure ? `, which failed: ${visible(lastFailure)}` : ''}`;
    case 'quota':
      return `The day’s quota is used up; going on ${momentText(stage.until)}, or when you say so`;
    case 'stopped':
      if (stage.unkept) return `Stopped: ${visible(stage.reason)}`;
      return `Stopped: ${visible(stage.reason).replace(/\.$/, '')}. ${hint(stage.reason)}, then try again`;
    case 'paused':
      return 'Paused';
    case 'cancelled':
      if (settled === 0) return 'Ended; nothing was answered';
      return `Ended; the ledger of ${runDate} keeps ${counted(settled, 'answer')}`;
    case 'done':
      return `Every video was asked; the snapshot is of ${runDate}`;
  }
}

/** Returns what to do about a job that stopped. */
function hint(reason: string): string {
  if (/policy/.test(reason)) return 'Have the policy changed';
  return /\b(key|API_KEY|40[13])/i.test(reason) ? 'Check the key' : 'Check the provider';
}

/** Returns the figures of a job; `left` is the remaining seconds. */
export function figuresOf(asking: Asking, left: number | undefined): string[] {
  const { settled, known, videos, calls, failures, units, hasQuota, seconds } = asking;
  const figures = [`${grouped(settled)} of ${counted(videos, 'video')}`];
  if (known > 0) figures.push(`${grouped(known)} known before`);
  figures.push(counted(calls, 'call'));
  if (failures > 0) figures.push(`${grouped(failures)} of them failed`);
  if (hasQuota && units !== calls) figures.push(`${counted(units, 'unit')} today`);
  if (left !== undefined) {
    figures.push(`${grouped(Math.round((10 * calls) / seconds) / 10)} calls/s`);
    figures.push(left < 1 ? 'nearly done' : `about ${leftText(left)} left`);
  }
  return figures;
}

/** Returns a time in the user's zone. */
function momentText(moment: number): string {
  const text = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return `at ${text.format(moment)}`;
}

/** Returns the cost, as a clause. */
export function costText({ calls, batchSize, units, dailyUnits, days }: Cost): string {
  const asked = `${counted(calls, 'call')} of ${grouped(batchSize)}, if none fails`;
  if (dailyUnits === undefined || days === undefined) return asked;
  return `${asked}: ${counted(units, 'unit')}, at ${grouped(dailyUnits)} a day ${counted(days, 'day')}`;
}
