//! The commands `completions` and `man`.

use clap::CommandFactory;
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use daytally::error::{Error, ErrorCode};
use daytally::fs::Failures;

use crate::args::Args;
use crate::print::print;

const NAME: &str = "daytally";

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell) -> Result<(), Failures> {
    let mut script = Vec::new();
    generate(shell, &mut Args::command(), NAME, &mut script);
    print(String::from_utf8_lossy(&script).trim_end())
}

/// Prints the manual page of all commands, or of one.
pub(super) fn man(command: Option<&str>) -> Result<(), Failures> {
    let mut all = Args::command();
    all.build();
    let command = match command {
        None => all,
        Some(name) => {
            let found = all.find_subcommand(name).cloned();
            found.ok_or_else(|| {
                let names: Vec<&str> = all.get_subcommands().map(|command| command.get_name()).collect();
                Error::new(ErrorCode::InvalidOption, "there is no such command")
                    .expected(names.join(", "))
                    .found(format!("{name:?}"))
            })?
        }
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page).map_err(Error::from)?;
    print(String::from_utf8_lossy(&page).trim_end())
}
