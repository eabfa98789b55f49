// Long measurements, each with an option of its own.
import { SetupError } from '../scripts/run/step.mjs';
import { all, hashes } from './commands.mjs';
import { data, warm } from './data.mjs';
import { Answers } from './layouts.mjs';
import { today } from './machine.mjs';
import { onPage, savedOnPage } from './page.mjs';
import { median, round } from './rounds.mjs';

const mebibyte = 2 ** 20;

/** A billion rows on the page, and the preview of a file of more than 2 GB. */
export async function big({ commands, page, bigRows }) {
  const file = await data(commands.daytally, { rows: bigRows, layout: 'clustered' });
  await warm(file);
  const { preview, runs } = await onPage(page, file.members, 1);
  const [{ seconds, memory }] = runs;
  return {
    date: today(),
    rows: bigRows,
    bytes: file.bytes,
    seconds: round(seconds),
    preview: round(preview),
    ...(memory && { memoryMiB: Math.round(memory / mebibyte) }),
  };
}

/** A CSV of some gigabytes, saved from the page. */
export async function saved({ commands, page, savedRows }) {
  const file = await data(commands.daytally, { rows: savedRows, layout: 'clustered' });
  await warm(file);
  const { seconds, memory, bytes } = await savedOnPage(page, file.members, 'Combined');
  return {
    date: today(),
    rows: savedRows,
    bytes,
    seconds: round(seconds),
    ...(memory && { memoryMiB: Math.round(memory / mebibyte) }),
  };
}

/** 10,000 small files against ten large ones with the same rows, from the drop to the results. */
export async function smallFiles({ commands, page, threads, count, fileRows }) {
  const measured = {};
  for (const files of [10, 10_000]) {
    const folder = await data(commands.daytally, { rows: fileRows, layout: 'clustered', files });
    await warm(folder);
    const onCommand = [];
    const inPage = [];
    for (let at = 0; at < count; at += 1) {
      onCommand.push((await all(commands.daytally, folder.path, { threads })).seconds);
      const { footers, runs } = await onPage(page, [folder.path], 1);
      inPage.push(footers + runs[0].seconds);
    }
    const name = files === 10 ? 'large' : 'small';
    measured[name] = { files, command: round(median(onCommand)), page: round(median(inPage)) };
    console.log(
      `  ${files} files: command ${measured[name].command} s, page ${measured[name].page} s`,
    );
  }
  return { date: today(), rows: fileRows, rounds: count, ...measured };
}

/** Ten million videos, with a memory limit for each worker, and without a limit. */
export async function videos({ commands, page, threads, videoRows, memoryMiB }) {
  const file = await data(commands.daytally, { rows: videoRows, layout: 'daily', avgDays: 30 });
  await warm(file);
  const memory = `${memoryMiB * threads}MiB`;
  const limited = await all(commands.daytally, file.path, { threads, memory, keep: hashes });
  const free = await all(commands.daytally, file.path, { threads, keep: hashes });
  const same = limited.kept.join() === free.kept.join();
  if (!same) {
    const advice = 'a memory limit must not change a result.';
    throw new SetupError('the results differ with a memory limit', advice);
  }
  const limit = String(memoryMiB);
  const shown = await onPage({ ...page, parameters: { memory: limit } }, file.members, 1);
  const answers = new Answers();
  answers.compare('the command line', free);
  answers.compare('the page', shown.runs[0]);
  const part = ({ seconds, memory }) => ({
    seconds: round(seconds),
    ...(memory && { memoryMiB: Math.round(memory / mebibyte) }),
  });
  return {
    date: today(),
    rows: videoRows,
    series: limited.figures.series,
    limitMiB: memoryMiB,
    threads,
    same,
    spilledBytes: limited.figures.spilledBytes ?? 0,
    command: part(limited),
    unlimited: part(free),
    page: part(shown.runs[0]),
  };
}
