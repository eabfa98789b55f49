//! The arguments of the command `between`.

use std::path::PathBuf;

use crate::options::Options;
use crate::options::out_file::OutFile;

#[derive(Debug, clap::Args)]
pub(crate) struct BetweenArgs {
    /// Parquet file of the earlier day's counts, or a folder of them
    #[arg(value_name = "EARLIER")]
    pub(crate) earlier: PathBuf,
    /// Parquet file of the later day's counts, or a folder of them
    #[arg(value_name = "LATER")]
    pub(crate) later: PathBuf,
    #[command(flatten)]
    pub(crate) options: Options,
    #[command(flatten)]
    pub(crate) out: OutFile,
}
