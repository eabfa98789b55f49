import { describe, expect, test } from 'vitest';
import { fakeFile } from '../testing/fake_file';
import { LocalTeam } from '../testing/local_team';
import type { RunOptions, RunState, Selection } from '../types';
import { Run } from './run';

const bare: RunOptions = { columns: {}, omitRoles: [], runDate: '2023-04-19' };
const options: RunOptions = { ...bare, provider: 'simulator' };

function selection(...files: File[]): Selection {
  return { files: files.map((file) => ({ path: file.name, blob: file })), ignored: [] };
}

function start(size = 3) {
  const team = new LocalTeam(size);
  const run = new Run(team, { memory: 2 ** 30, next: async () => 'folder' });
  const phases: string[] = [];
  run.onChange = ({ phase }) => {
    if (phases.at(-1) !== phase) phases.push(phase);
  };
  return { team, run, phases };
}

/** Resolves at the first state of a phase. */
function reached(run: Run, phase: RunState['phase']): Promise<void> {
  const before = run.onChange;
  return new Promise((resolve) => {
    run.onChange = (state) => {
      before(state);
      if (state.phase === phase) resolve();
    };
  });
}

function expectPhase<Phase extends RunState['phase']>(
  { state }: Run,
  phase: Phase,
): Extract<RunState, { phase: Phase }> {
  expect(state.phase).toBe(phase);
  return state as Extract<RunState, { phase: Phase }>;
}

describe('a run', () => {
  test('goes from the files to the results', async () => {
    const { run, phases } = start(2);
    const files = selection(
      fakeFile('a.parquet', { groups: [100, 200, 300] }),
      fakeFile('b.parquet', { groups: [1000, 0] }),
    );
    await run.open(files, options);
    expect(expectPhase(run, 'ready').dataset.plan.rows).toBe(1600);
    await run.start(options);
    const { outcome } = expectPhase(run, 'done');
    expect(phases).toEqual(['footers', 'ready', 'scanning', 'merging', 'done']);
    expect(outcome.counts.get('monthly')).toEqual({ rows: 1600 });
    expect(outcome.counts.get('combined')).toEqual({ rows: 1600 + 80 });
    expect(outcome.diagnostics).toMatchObject({ endDate: '2023-04-18', endDateGiven: false });
    expect(run.layouts.layout('monthly')?.length).toBe(1600);
  });

  test('reads the files of a folder that count, and lists the others', async () => {
    const { run } = start(2);
    const found = (path: string) => ({
      path,
      blob: fakeFile('x', { groups: [100] }),
      inFolder: true,
    });
    const files = [found('in/a.parquet'), found('in/_b.parquet'), found('in/a.parquet')];
    await run.open({ files, ignored: [], folders: ['in/_delta_log/'] }, options);
    const { dataset } = expectPhase(run, 'ready');
    expect(run.chosen?.summaries.map(({ path }) => path)).toEqual([
      'in/a.parquet',
      'in/a (2).parquet',
    ]);
    expect(dataset.files).toBe(2);
    expect(dataset.ignored).toEqual([{ path: 'in/_b.parquet', reason: 'its name begins with _' }]);
    await run.open({ files: [found('in/_b.parquet')], ignored: [] }, options);
    expect(expectPhase(run, 'failed').error.message).toContain(
      'Skipped: in/_b.parquet (its name begins with _).',
    );
  });

  test('shows what needs no provider before a provider has answered', async () => {
    const { run } = start(2);
    const shown: string[][] = [];
    run.onChange = (state) => {
      if (state.phase !== 'done') return;
      shown.push([state.outcome.updating ?? 'all', ...state.outcome.counts.keys()]);
    };
    await run.open(selection(fakeFile('a', { groups: [10] })), options);
    await run.start(options);
    const known = ['monthly', 'gapsList', 'gapsDates', 'gapsRanges'];
    expect(shown).toEqual([
      ['snapshot', ...known],
      ['all', ...known, 'snapshot', 'unanswered', 'combined'],
    ]);
  });

  test('has no counts before a provider is chosen', async () => {
    const { run, team } = start(2);
    await run.open(selection(fakeFile('a', { groups: [1000] })), bare);
    await run.start(bare);
    const kinds = () => [...expectPhase(run, 'done').outcome.counts.keys()];
    const known = ['monthly', 'gapsList', 'gapsDates', 'gapsRanges'];
    expect(kinds()).toEqual(known);
    expect(team.log.some((line) => line.includes('snapshot'))).toBe(false);
    await run.setRunDate(options);
    expect(kinds()).toEqual([...known, 'snapshot', 'unanswered', 'combined']);
    await run.setRunDate(bare);
    expect(kinds()).toEqual(known);
    expect(run.layouts.layout('combined')).toBeUndefined();
  });

  test('folds each row group once, whichever worker is free', async () => {
    const { run, team } = start();
    await run.open(selection(fakeFile('a', { groups: [5, 5, 5, 5, 5, 5, 5] })), options);
    await run.start(options);
    expect(team.log.filter((line) => line.endsWith(' fold'))).toHaveLength(7);
    expect(new Set(team.log.filter((line) => line.endsWith(' fold'))).size).toBe(3);
  });

  test('skips bad files and reports them', async () => {
    const { run } = start();
    const bad = new File(['not Parquet'], 'bad.parquet');
    await run.open(selection(bad, fakeFile('good.parquet', { groups: [10] })), options);
    const { dataset } = expectPhase(run, 'ready');
    expect(dataset.files).toBe(2);
    expect(dataset.problems.map(({ location }) => location.file)).toEqual(['bad.parquet']);
    await run.start(options);
    expect(expectPhase(run, 'done').outcome.counts.get('monthly')).toEqual({ rows: 10 });
  });

  test('fails with the problems when no file can be read', async () => {
    const { run } = start();
    await run.open(selection(new File(['?'], 'bad.parquet')), options);
    const { error, chosen } = expectPhase(run, 'failed');
    expect(error.code).toBe('no_input');
    expect(chosen?.problems).toHaveLength(1);
  });

  test('has a question for a role that cannot be guessed, and can omit the role', async () => {
    const { run } = start();
    const columns = ['channel_id', 'video_id', 'created_date', 'date', 'n'];
    await run.open(selection(fakeFile('a', { groups: [10], columns })), options);
    const { dataset } = expectPhase(run, 'questions');
    expect(dataset.plan.questions.map(({ role }) => role)).toEqual(['viewCount']);
    await run.start(options);
    expectPhase(run, 'questions');
    await run.choose({ ...options, omitRoles: ['viewCount'] });
    expect(expectPhase(run, 'ready').dataset.plan.kinds).not.toContain('monthly');
    await run.choose({ ...options, columns: { viewCount: 'n' } });
    expect(expectPhase(run, 'ready').dataset.plan.kinds).toContain('monthly');
  });

  test('skips a file with a damaged row group, of which no row counts', async () => {
    const { run } = start();
    const files = selection(
      fakeFile('good', { groups: [10] }),
      fakeFile('bad', { groups: [10, 10], corrupt: 1 }),
      fakeFile('other', { groups: [5, 5] }),
      fakeFile('worse', { groups: [10], corrupt: 0 }),
    );
    await run.open(files, options);
    await run.start(options);
    const { outcome, dataset } = expectPhase(run, 'done');
    expect(outcome.counts.get('monthly')).toEqual({ rows: 20 });
    expect(dataset.problems.map(({ location }) => location.file).sort()).toEqual(['bad', 'worse']);
    expect(dataset.problems[0]).toMatchObject({ code: 'corrupt' });
    expect(dataset.plan.files).toEqual([0, 2]);
  });

  test('reads a skipped file again only if the columns change', async () => {
    const { run } = start();
    const files = selection(
      fakeFile('good', { groups: [10] }),
      fakeFile('bad', { groups: [10], corrupt: 0 }),
    );
    await run.open(files, options);
    await run.start(options);
    await run.choose(options);
    expect(expectPhase(run, 'ready').dataset.plan.files).toEqual([0]);
    await run.choose({ ...options, omitRoles: ['createdDate'] });
    const { dataset } = expectPhase(run, 'ready');
    expect(dataset.plan.files).toEqual([0, 1]);
    expect(dataset.problems).toEqual([]);
  });

  test('fails with the error of a damaged file that is the only one', async () => {
    const { run } = start();
    await run.open(selection(fakeFile('bad', { groups: [10], corrupt: 0 })), options);
    await run.start(options);
    const { error, skippable } = expectPhase(run, 'failed');
    expect(error).toMatchObject({ code: 'corrupt', location: { file: 'bad', rowGroup: 0 } });
    expect(skippable).toBe(false);
  });

  test('reports a trap, replaces the workers and runs again', async () => {
    const { run, team } = start(2);
    await run.open(selection(fakeFile('a', { groups: [10, 10], trap: 0 })), options);
    await run.start(options);
    expect(expectPhase(run, 'failed').error).toMatchObject({
      code: 'crashed',
      location: { file: 'a' },
    });
    const before = team.started;
    await run.open(selection(fakeFile('b', { groups: [10] })), options);
    await run.start(options);
    expectPhase(run, 'done');
    expect(team.started).toBeGreaterThan(before);
  });

  test('is cancelled at once, in every phase, and can be started again', async () => {
    for (const phase of ['footers', 'scanning', 'merging'] as const) {
      const { run } = start();
      const files = selection(fakeFile('a', { groups: [10, 20, 30] }));
      const at = reached(run, phase);
      const opened = run.open(files, options).then(() => run.start(options));
      await at;
      run.cancel();
      expectPhase(run, 'cancelled');
      await opened;
      expectPhase(run, 'cancelled');
      await run.open(files, options);
      await run.start(options);
      expect(expectPhase(run, 'done').outcome.counts.get('monthly')).toEqual({ rows: 60 });
    }
  });

  test('is not started without footers that a cancel left unread', async () => {
    const { run } = start();
    const listed = new Promise<void>((resolve) => {
      run.onChange = (state) => state.phase === 'footers' && state.total > 0 && resolve();
    });
    const opened = run.open(selection(fakeFile('a', { groups: [10] })), options);
    await listed;
    run.cancel();
    await opened;
    await run.start(options);
    expectPhase(run, 'cancelled');
  });

  test('opens other files while it runs', async () => {
    const { run } = start();
    await run.open(selection(fakeFile('a', { groups: [10, 20, 30] })), options);
    const at = reached(run, 'scanning');
    const first = run.start(options);
    await at;
    await run.open(selection(fakeFile('b', { groups: [7] })), options);
    await first;
    expect(expectPhase(run, 'ready').dataset.plan.rows).toBe(7);
  });

  test('derives gaps and snapshot again without another fold', async () => {
    const { run, team } = start(2);
    await run.open(selection(fakeFile('a', { groups: [1000] })), options);
    await run.start(options);
    team.log.length = 0;
    await run.setEndDate({ ...options, endDate: '2023-03-01' });
    const gaps = expectPhase(run, 'done').outcome;
    expect(gaps.diagnostics).toMatchObject({ endDate: '2023-03-01', endDateGiven: true });
    expect(gaps.change?.of).toBe('gaps');
    await run.setRunDate({ ...options, endDate: '2023-03-01', runDate: '2024-01-01' });
    const snapshot = expectPhase(run, 'done').outcome;
    expect(snapshot.options.runDate).toBe('2024-01-01');
    expect(snapshot.counts.get('snapshot')).toEqual({ rows: 50 });
    expect(team.log.some((line) => line.endsWith(' fold'))).toBe(false);
  });

  test('fails when a worker ends after the results are available', async () => {
    const { run, team } = start();
    await run.open(selection(fakeFile('a', { groups: [1000] })), options);
    await run.start(options);
    const { crashed } = await import('../errors');
    team.onCrash?.(crashed('A worker stopped.'));
    expectPhase(run, 'failed');
    expect(run.layouts.layout('monthly')).toBeUndefined();
    await run.start(options);
    expectPhase(run, 'done');
  });

  test('has a layout whose pieces cover every row once, in order', async () => {
    const { run } = start(3);
    await run.open(selection(fakeFile('a', { groups: [10, 0, 7] })), options);
    await run.start(options);
    const combined = run.layouts.layout('combined');
    const pieces = combined?.pieces(0, combined.length) ?? [];
    expect(pieces.map(({ place }) => place.in)).toEqual(['input', 'input']);
    expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBe(17);
  });
});
