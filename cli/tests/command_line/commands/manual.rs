//! Help, completions, manual pages, and the commands of the documentation.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DAYTALLY: &str = env!("CARGO_BIN_EXE_daytally");
/// What a command that clap refuses ends with.
const REFUSED: &str = "For more information, try '--help'";

fn run(folder: &Path, command: &str) -> Output {
    let mut bash = Command::new("bash");
    bash.current_dir(folder).args(["-c", command]).env("PATH", path()).env_remove("DAYTALLY_YOUTUBE_KEY");
    bash.output().unwrap()
}

/// The folder of the binary comes first.
fn path() -> std::ffi::OsString {
    let own = Path::new(DAYTALLY).parent().unwrap().to_owned();
    let others = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths([own].into_iter().chain(std::env::split_paths(&others))).unwrap()
}

fn stdout(line: &str) -> String {
    let output = run(Path::new("."), line);
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn help_is_short_or_has_examples() {
    let (short, long) = (stdout("daytally gaps -h"), stdout("daytally gaps --help"));
    assert!(short.len() * 4 < long.len() * 3, "{} of {}", short.len(), long.len());
    assert!(long.contains("EXAMPLES") && !short.contains("EXAMPLES"));
    let all = stdout("daytally --help");
    for part in ["EXAMPLES", "EXIT STATUS", "ENVIRONMENT", "DAYTALLY_MEMORY", "143"] {
        assert!(all.contains(part), "{part}: {all}");
    }
}

#[test]
fn shells_and_man_read_what_is_printed_for_them() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("c.bash"), stdout("daytally completions bash")).unwrap();
    let script = "source c.bash; COMP_WORDS=(daytally gaps --form r); COMP_CWORD=3; \
                  _daytally daytally r --form; echo ${COMPREPLY[@]}";
    let output = run(folder.path(), script);
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "ranges", "{output:?}");
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        assert!(stdout(&format!("daytally completions {shell}")).contains("exclude-outages"), "{shell}");
    }
    assert!(stdout("daytally man").contains(".TH daytally 1"));
    let page = stdout("daytally man gaps");
    assert!(page.contains(".TH daytally-gaps 1") && page.contains("max\\-gap\\-days"), "{page}");
    assert_eq!(run(folder.path(), "daytally man gasp").status.code(), Some(2));
}

#[test]
fn options_come_from_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), "daytally generate --rows 1000 -o a.parquet").status.success());
    let line = "DAYTALLY_THREADS=3 daytally monthly a.parquet -o out.csv --json";
    let printed: serde_json::Value = serde_json::from_slice(&run(folder.path(), line).stdout).unwrap();
    assert_eq!(printed["figures"]["threads"], 3);
    let given = run(folder.path(), &format!("{line} --threads 2"));
    let printed: serde_json::Value = serde_json::from_slice(&given.stdout).unwrap();
    assert_eq!(printed["figures"]["threads"], 2);
    let wrong = run(folder.path(), "DAYTALLY_MEMORY=much daytally monthly a.parquet");
    assert_eq!(wrong.status.code(), Some(2));
    let zone = run(folder.path(), "DAYTALLY_TIMEZONE=Nowhere/Land daytally monthly a.parquet");
    assert!(String::from_utf8_lossy(&zone.stderr).contains("Nowhere/Land"), "{zone:?}");
}

/// Returns the commands in the shell blocks of a page, without what follows in a pipe or list.
fn commands(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_block = false;
    let mut whole = String::new();
    for line in page.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            in_block = language == "sh";
            continue;
        }
        let line = line.split(" #").next().unwrap_or(line).trim();
        if !in_block || (whole.is_empty() && !line.starts_with("daytally ")) {
            continue;
        }
        whole += line.trim_end_matches('\\');
        if line.ends_with('\\') {
            continue;
        }
        let end = [" | ", " > ", " 2> ", " && "].iter().filter_map(|end| whole.find(end)).min();
        found.push(whole[..end.unwrap_or(whole.len())].trim().to_owned());
        whole.clear();
    }
    found
}

#[test]
fn the_commands_of_the_documentation_work() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut number = 0;
    for page in ["README.md", "docs/guides/data-engineer.md", "docs/guides/spark.md"] {
        let folder = tempfile::tempdir().unwrap();
        let made = "daytally generate --rows 2000 --files 2 -o views && cp views/part-00000.parquet views.parquet
            for day in 1 5; do daytally snapshot views --provider simulator --run-date 2023-05-0$day -o $day.parquet
            done; mv 1.parquet monday.parquet; mv 5.parquet friday.parquet; mkdir empty; printf views > list.txt";
        assert!(run(folder.path(), made).status.success());
        for command in commands(&fs::read_to_string(project.join(page)).unwrap()) {
            number += 1;
            let place = if command.contains(" generate ") { "empty" } else { "" };
            // Stores are not within reach; the rest of their commands is.
            let words = command.split(' ').map(|word| if word.contains("://") { "views" } else { word });
            let command = words.collect::<Vec<_>>().join(" ");
            let output = run(&folder.path().join(place), &command);
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!stderr.contains(REFUSED), "{page}: {command}: {stderr}");
            // These need columns, a key or a service of their own.
            let is_elsewhere = ["--columns", "--provider youtube -o", "--provider http"]
                .iter()
                .any(|part| command.contains(part));
            assert!(is_elsewhere || output.status.success(), "{page}: {command}: {stderr}");
        }
    }
    assert!(number >= 15, "only {number} commands were found");
}
