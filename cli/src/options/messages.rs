//! How much is printed besides the result.

use std::io::{self, IsTerminal};

use clap::ValueEnum;

use crate::print::voice::{Progress, Voice};

#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Messages {
    /// How progress is shown on standard error
    #[arg(
        long,
        value_enum,
        value_name = "HOW",
        default_value_t = ProgressName::Auto,
        help_heading = "Output",
        env = "DAYTALLY_PROGRESS",
        hide_env_values = true
    )]
    progress: ProgressName,
    /// Print warnings and errors alone
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ProgressName {
    /// A changing line if standard error is a terminal, and else none
    Auto,
    /// A line every 10 seconds, for logs
    Plain,
    /// None
    None,
}

impl Messages {
    /// Returns how a run speaks. `sends_rows` is whether its result goes to standard output.
    pub(crate) fn voice(self, sends_rows: bool) -> Voice {
        // Rows and a changing line would mix on a terminal.
        let has_line = || io::stderr().is_terminal() && !(sends_rows && io::stdout().is_terminal());
        let progress = match self.progress {
            _ if self.quiet => Progress::None,
            ProgressName::Auto if has_line() => Progress::Line,
            ProgressName::Plain => Progress::Plain,
            ProgressName::Auto | ProgressName::None => Progress::None,
        };
        Voice { progress, quiet: self.quiet }
    }
}
