// The command line for Linux, as one static file.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { find, run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';
import { must, SetupError } from '../run/step.mjs';

const cpus = { x64: 'x86_64', arm64: 'aarch64' };
/** The target triple of the binary, which runs on any Linux with this CPU architecture. */
export const triple = `${cpus[arch()] ?? arch()}-unknown-linux-musl`;
/** The maximum bytes of the binary and of its archive. */
const maxBytes = 12_500_000;
const maxPacked = 10_000_000;
const input = join(project, 'tests/fixtures/sample/input/views.parquet');

/** Builds the binary, checks it, and packs it in a folder with its manual and licenses. */
export async function packBinary(env, folder, version) {
  if (platform() !== 'linux') throw new SetupError('the static binary is built on Linux');
  const advice = 'install musl’s C compiler (Debian: musl-tools) and rustup.';
  if (find('rustup')) await must('rustup', ['target', 'add', triple], { env, advice });
  const args = ['build', '--locked', '--profile', 'dist', '--package', 'daytally-cli'];
  await must('cargo', [...args, '--target', triple], { env, cwd: project, advice });
  const target = env.CARGO_TARGET_DIR ?? join(project, 'target');
  const binary = join(target, triple, 'dist', 'daytally');
  await check(binary);

  // The name that cargo-binstall expects, by its metadata in cli/Cargo.toml.
  const name = `daytally-${version}-${triple}`;
  const packed = join(folder, name);
  mkdirSync(join(packed, 'completions'), { recursive: true });
  copyFileSync(binary, join(packed, 'daytally'));
  for (const text of ['LICENSE', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md'])
    cpSync(join(project, text), join(packed, text));
  const write = async (to, ...command) => {
    const script = `"$0" ${command.join(' ')} > "$1"`;
    await must('sh', ['-c', script, binary, join(packed, to)], { advice });
  };
  await write('daytally.1', 'man');
  for (const shell of ['bash', 'zsh', 'fish'])
    await write(`completions/daytally.${shell}`, 'completions', shell);
  await must('tar', ['-czf', `${name}.tgz`, name], { cwd: folder, advice });
  rmSync(packed, { recursive: true });
  const { size } = statSync(join(folder, `${name}.tgz`));
  if (size > maxPacked) throw new Error(`${name}.tgz has ${size} bytes, more than ${maxPacked}`);
}

/** Throws unless the binary is small, is static, and runs. */
async function check(binary) {
  const bytes = statSync(binary).size;
  if (bytes > maxBytes) throw new Error(`${binary} has ${bytes} bytes, more than ${maxBytes}`);
  if (needsLoader(readFileSync(binary))) throw new Error(`${binary} is not static`);
  const options = ['monthly', input, '-o', '-', '--format', 'csv', '--quiet'];
  // The binary must run without environment variables.
  const { ok, output } = await run(binary, options, { env: {} });
  if (!ok || !output.startsWith('channel_id,video_id,month,aggViewCount'))
    throw new Error(`${binary} printed ${output}`);
  print(`the binary has ${bytes} bytes and is static`);
}

/** Returns whether a 64-bit ELF file names a dynamic loader. */
export function needsLoader(elf) {
  const first = Number(elf.readBigUInt64LE(32));
  const size = elf.readUInt16LE(54);
  const headers = Array.from({ length: elf.readUInt16LE(56) }, (_, i) => {
    return elf.readUInt32LE(first + i * size);
  });
  const interpreter = 3;
  return headers.includes(interpreter);
}
