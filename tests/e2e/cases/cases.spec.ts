import type { Browser, Page } from '@playwright/test';
import { answers, runWith } from '../support/answers';
import { App, test as base, expect } from '../support/app';
import { type Case, cases, rolesMissed } from '../support/case';
import { expectCalendars } from './calendars';
import { expectExamples } from './examples';
import { expectOverview } from './overview';

const worker = { scope: 'worker' } as const;

/** A page that all cases share, and a second one that always spills. */
const test = base.extend<object, { shared: App; spilling: App }>({
  shared: [({ browser }, use, { project }) => open(browser, use, project.use.baseURL), worker],
  spilling: [
    ({ browser }, use, { project }) => open(browser, use, project.use.baseURL, 0.01),
    worker,
  ],
});

async function open(
  browser: Browser,
  use: (app: App) => Promise<void>,
  url?: string,
  memory?: number,
): Promise<void> {
  const page: Page = await browser.newPage();
  const app = new App(page, url);
  await app.open(memory === undefined ? 2 : 3, memory);
  await use(app);
  await page.close();
}

/** One case in this many is also spilled. */
const few = 8;
/** One case in this many runs in Firefox, where only the bytes of the files arrive differently. */
const inFirefox = 16;
/** `npm test` runs one case in eight, half of them spilled; `npm run test:all` runs all. */
const all = process.env.DAYTALLY_TESTS !== 'sample';
const sampled = all ? cases() : cases().filter((_, at) => at % 8 === 0);

for (const [at, each] of sampled.entries()) {
  const tag = at % inFirefox === 0 ? [] : ['@chromium'];
  test(`${each.name}: ${each.title}`, { tag }, async ({ shared }) => {
    await check(each, shared);
    await expectCalendars(each, shared.page);
    await expectExamples(each, shared.page);
    expect(shared.faults).toEqual([]);
  });
  if (at % few !== 1 && (all || at % 2 !== 1)) continue;
  test(`${each.name}, spilled`, { tag: '@chromium' }, async ({ spilling }) => {
    await check(each, spilling);
    const { diagnostics, spilled } = await answers(spilling.page);
    if (Number(diagnostics?.rows ?? 0) > 0) expect(spilled).toBeGreaterThan(0);
  });
}

async function check(each: Case, app: App): Promise<void> {
  app.faults.length = 0;
  const { page } = app;
  await app.drop(...each.inputs);
  await app.reach('ready', 'questions', 'failed');
  await runWith(page, each.options);
  let found = await answers(page);
  if (each.error) {
    expectProblem(each, found.problems);
    const omitRoles = rolesMissed(each);
    if (omitRoles.length > 0) {
      const { columns, ...options } = each.options;
      const [role] = omitRoles;
      const kept = Object.entries(columns).filter(([name]) => name !== role);
      await runWith(page, { ...options, columns: Object.fromEntries(kept), omitRoles });
      found = await answers(page);
    }
  }
  for (const [kind, table] of each.expected) {
    expect(found.tables[kind], kind).toEqual(table);
  }
  expectOverview(each.expected, found.overview);
  if (each.diagnostics) expectDiagnostics(each.diagnostics, found.diagnostics);
  expect(app.faults).toEqual([]);
}

function expectProblem({ error }: Case, problems: Awaited<ReturnType<typeof answers>>['problems']) {
  const ambiguous = error?.code === 'ambiguous_column';
  const code = ambiguous ? 'question' : error?.code;
  const texts = problems
    .filter((problem) => problem.code === code)
    .map(({ message, location }) => `${message} ${JSON.stringify(location)}`);
  const matches = texts.some((text) => error?.mentions.every((mention) => text.includes(mention)));
  expect(matches, `${code} with ${error?.mentions} in ${JSON.stringify(problems)}`).toBe(true);
}

interface IssueRows {
  file: string;
  row_group: number;
  role: string;
  rows: number;
}

function expectDiagnostics(
  expected: Record<string, unknown>,
  found: Record<string, unknown> | undefined,
): void {
  const camel = (name: string) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  const line = (file: string, rowGroup: number, role: string, rows: number) =>
    `${file.replace(/^input\//, '')} ${rowGroup} ${camel(role)} ${rows}`;
  for (const [name, value] of Object.entries(expected)) {
    const actual = found?.[camel(name)] ?? null;
    if (name !== 'unreadable' && name !== 'row_issues') {
      expect(actual, name).toEqual(value);
      continue;
    }
    const wantedLines = (value as IssueRows[]).map((each) => {
      return line(each.file, each.row_group, each.role, each.rows);
    });
    const lines = (actual as Record<string, never>[]).map(
      ({ file = '', rowGroup = 0, role = '', rows = 0 }) => line(file, rowGroup, role, rows),
    );
    expect(lines.sort(), name).toEqual(wantedLines.sort());
  }
}
