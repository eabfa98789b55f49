// cargo-deny, which checks the crates that are built.
import { target } from '../download.mjs';
import { setUpTool } from '../tool.mjs';

const version = '0.20.2';
const releases = 'https://github.com/EmbarkStudios/cargo-deny/releases/download';

export async function setUpCargoDeny(environment) {
  const archive = () => {
    const folder = `cargo-deny-${version}-${target()}`;
    return { url: `${releases}/${version}/${folder}.tar.gz`, folder };
  };
  const profile = { LTO: 'off' };
  await setUpTool(environment, { name: 'cargo-deny', version, archive, profile });
}
