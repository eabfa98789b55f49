// The licenses of the npm packages in a bundle.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const inside = `${sep}node_modules${sep}`;

/** Returns the name, version and license text of each package that one of the files belongs to. */
export function licenses(files) {
  const folders = new Set(files.filter((file) => file.includes(inside)).map(packageOf));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (!file) throw new Error(`${name} has no license file to distribute`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(72)}\n\n`);
}

/** Returns the folder of the package that a file belongs to. */
function packageOf(file) {
  const at = file.lastIndexOf(inside) + inside.length;
  const names = file.slice(at).split(sep);
  const depth = names[0]?.startsWith('@') ? 2 : 1;
  // Ids of virtual modules start with a null character.
  return file.slice(0, at).replace(/^\0/, '') + names.slice(0, depth).join(sep);
}
