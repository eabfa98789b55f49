import type { Cost, Fetching } from '../../types/snapshot';
import { visible } from '../../visible';
import { leftText } from '../run/pace';
import { counted, grouped } from '../text/amount';

/** Returns the current stage of a provider job, as a sentence without its end. */
export function stageText({ stage, of, runDate, lastFailure, settled, videos }: Fetching): string {
  switch (stage.kind) {
    case 'fetching':
      return `Fetching counts from ${of}`;
    case 'waiting':
      return `Retrying soon.${lastFailure ? ` Last error: ${visible(lastFailure)}` : ''}`;
    case 'quota':
      return `Daily quota used up. Resumes ${momentText(stage.until)}.`;
    case 'stopped':
      if (stage.unkept) return `Stopped: ${visible(stage.reason)}`;
      return `Stopped: ${visible(stage.reason).replace(/\.$/, '')}. ${hint(stage.reason)}, then try again.`;
    case 'paused':
      return 'Paused';
    case 'cancelled':
      if (settled === 0) return 'Stopped. Nothing was fetched.';
      return `Stopped: ${grouped(settled)} of ${counted(videos, 'video')} fetched and saved.`;
    case 'done':
      return `Done: every video is fetched, dated ${runDate}.`;
  }
}

/** Returns what to do about a job that stopped. */
function hint(reason: string): string {
  if (/policy/.test(reason)) return 'Have the policy changed';
  return /\b(key|API_KEY|40[13])/i.test(reason) ? 'Check the key' : 'Check the provider';
}

/** Returns the figures of a job; `left` is the remaining seconds. */
export function figuresOf(fetching: Fetching, left: number | undefined): string[] {
  const { settled, known, videos, calls, failures, units, hasQuota, seconds } = fetching;
  const figures = [`${grouped(settled)} of ${counted(videos, 'video')}`];
  if (known > 0) figures.push(`${grouped(known)} already saved`);
  figures.push(counted(calls, 'request'));
  if (failures > 0) figures.push(`${grouped(failures)} failed`);
  if (hasQuota && units !== calls) figures.push(`${counted(units, 'quota unit')} today`);
  if (left !== undefined) {
    figures.push(`${grouped(Math.round((10 * calls) / seconds) / 10)} requests/s`);
    figures.push(left < 1 ? 'almost done' : `about ${leftText(left)} left`);
  }
  return figures;
}

/** Returns a time in the user's zone. */
function momentText(moment: number): string {
  const text = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return `at ${text.format(moment)}`;
}

/** Returns the cost, as the beginning of a sentence. */
export function costText({ calls, batchSize, units, dailyUnits, days }: Cost): string {
  const requested = `${counted(calls, 'request')} of up to ${counted(batchSize, 'video')}`;
  if (dailyUnits === undefined || days === undefined) return requested;
  const span = days > 1 ? `, over ${counted(days, 'day')}` : '';
  return `${requested}, ${grouped(units)} of ${grouped(dailyUnits)} daily quota units${span},`;
}
