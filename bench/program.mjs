// Runs one program to its end: its output, its time and its memory.
import { spawn } from 'node:child_process';
import { SetupError } from '../scripts/run/step.mjs';
import { Watch } from './memory.mjs';

/** Runs a program; throws with its last output if it fails. */
export async function measure(command, args, options = {}) {
  const began = performance.now();
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const watch = child.pid === undefined ? undefined : new Watch(child.pid);
  const output = ['', ''];
  for (const [index, stream] of [child.stdout, child.stderr].entries()) {
    stream.setEncoding('utf8').on('data', (text) => {
      output[index] += text;
    });
  }
  let failure;
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      failure = error;
      resolve(null);
    });
    child.on('close', resolve);
  });
  const seconds = (performance.now() - began) / 1000;
  const memory = watch?.stop();
  if (code !== 0) {
    const message = failure?.message ?? output[1].trim().split('\n').slice(-8).join('\n');
    throw new SetupError(`${command} ${args.join(' ')} ended with ${code}`, message);
  }
  return { output: output[0], seconds, memory };
}
