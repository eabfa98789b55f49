// Where the output of a task goes: to the terminal, or to a log while several tasks run at once.
import { AsyncLocalStorage } from 'node:async_hooks';

const logs = new AsyncLocalStorage();

/** The text that one task and the programs it starts print. */
export class Log {
  text = '';

  write(text) {
    this.text += text;
  }

  /** Returns the last `lines` lines. */
  tail(lines) {
    return this.text.trimEnd().split('\n').slice(-lines).join('\n');
  }
}

/** Runs `work`; what it prints goes to `log`. */
export function logged(log, work) {
  return logs.run(log, work);
}

/** The log of the running task, or undefined if its output goes to the terminal. */
export function currentLog() {
  return logs.getStore();
}

/** Prints a line to the log of the running task, or to the terminal. */
export function print(line) {
  const log = currentLog();
  if (log) log.write(`${line}\n`);
  else console.log(line);
}
