//! Results on standard output, in pipes and on terminals.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

const DAYTALLY: &str = env!("CARGO_BIN_EXE_daytally");

/// Makes a folder with the Parquet file of a fixture as `a.parquet`.
fn workplace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/gap_kinds/input");
    fs::copy(fixture.join("views.parquet"), folder.path().join("a.parquet")).unwrap();
    folder
}

fn daytally(folder: &Path, line: &str) -> Command {
    let mut daytally = Command::new(DAYTALLY);
    daytally.current_dir(folder).args(line.split(' '));
    daytally
}

fn succeed(folder: &Path, line: &str) -> Output {
    let output = daytally(folder, line).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Runs a shell line on a terminal. Returns what it prints and its exit status.
fn on_terminal(folder: &Path, line: &str) -> (String, Option<i32>) {
    let mut script = Command::new("script");
    script.args(["-qec", line, "/dev/null"]).env("TERM", "xterm").env_remove("NO_COLOR");
    let output = script.current_dir(folder).stdin(Stdio::null()).output().unwrap();
    (String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"), output.status.code())
}

#[test]
fn a_pipe_and_a_device_get_csv() {
    let folder = workplace();
    succeed(folder.path(), "monthly a.parquet -o out.csv");
    let expected = fs::read(folder.path().join("out.csv")).unwrap();
    for line in ["monthly a.parquet", "monthly a.parquet -o -", "monthly a.parquet -o /dev/stdout"] {
        assert_eq!(succeed(folder.path(), line).stdout, expected, "{line}");
    }
    let shell = format!("{DAYTALLY} monthly a.parquet -o >(cat > copy.csv) && wait $! && cat copy.csv");
    let mut bash = Command::new("bash");
    let copied = bash.current_dir(folder.path()).args(["-c", &shell]).output().unwrap();
    assert_eq!(copied.stdout, expected, "{}", String::from_utf8_lossy(&copied.stderr));
}

#[test]
fn a_redirected_file_is_appended_to() {
    let folder = workplace();
    let shell = format!("echo first > out; {DAYTALLY} gaps a.parquet -o /dev/stdout -f jsonl >> out");
    assert!(Command::new("bash").current_dir(folder.path()).args(["-c", &shell]).status().unwrap().success());
    let text = fs::read_to_string(folder.path().join("out")).unwrap();
    assert!(text.starts_with("first\n{\"channel_id\":"), "{text}");
}

#[test]
fn a_named_pipe_has_the_format_of_its_extension() {
    let folder = workplace();
    succeed(folder.path(), "combined a.parquet --provider simulator --run-date 2023-04-19 -o out.parquet");
    let pipe = folder.path().join("pipe.parquet");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let line = "combined a.parquet --provider simulator --run-date 2023-04-19 -o pipe.parquet";
    let child = daytally(folder.path(), line).stderr(Stdio::piped()).spawn().unwrap();
    let read = thread::spawn(move || fs::read(pipe).unwrap());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(read.join().unwrap() == fs::read(folder.path().join("out.parquet")).unwrap());
}

#[test]
fn a_closed_pipe_ends_the_command_quietly() {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "generate --rows 300000 -o a.parquet -q");
    for format in ["csv", "jsonl", "parquet", "arrows", "csv.zst"] {
        let line = format!("combined a.parquet --provider simulator -o - --format {format}");
        let mut daytally = daytally(folder.path(), &line);
        let mut child = daytally.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut begin = [0; 4];
        child.stdout.take().unwrap().read_exact(&mut begin).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(output.stderr.is_empty(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn json_is_where_no_result_is() {
    let folder = workplace();
    let both = succeed(folder.path(), "monthly a.parquet --json --threads 2");
    let printed: serde_json::Value = serde_json::from_slice(&both.stderr).unwrap();
    assert_eq!((&printed["version"], &printed["outputs"][0]["path"]), (&1.into(), &"-".into()));
    assert_eq!(printed["outputs"][0]["bytes"], both.stdout.len());
    assert!(both.stdout.starts_with(b"channel_id,video_id,month,"));

    let failed = daytally(folder.path(), "monthly absent.parquet --json").output().unwrap();
    let printed: serde_json::Value = serde_json::from_slice(&failed.stderr).unwrap();
    assert_eq!(failed.status.code(), Some(1));
    assert!(failed.stdout.is_empty());
    assert_eq!(printed["error"]["code"], "io");
    assert_eq!(printed["error"]["location"]["file"], "absent.parquet");

    let refused =
        daytally(folder.path(), "monthly a.parquet -o out.csv --json --threads 0").output().unwrap();
    let printed: serde_json::Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!((refused.status.code(), &printed["error"]["code"]), (Some(2), &"invalid_option".into()));
    assert!(String::from_utf8_lossy(&refused.stderr).starts_with("error: "));
}

#[test]
fn a_terminal_shows_the_first_rows() {
    let folder = workplace();
    let (text, status) = on_terminal(folder.path(), &format!("{DAYTALLY} monthly a.parquet"));
    assert_eq!(status, Some(0), "{text}");
    let csv = String::from_utf8(succeed(folder.path(), "monthly a.parquet").stdout).unwrap();
    let rows: Vec<&str> = csv.lines().collect();
    let begin = text.find("channel_id").unwrap();
    let shown: Vec<Vec<&str>> = text[begin..].lines().map(|line| line.split_whitespace().collect()).collect();
    for (shown, row) in shown.iter().zip(&rows) {
        let cells = row.split(',').map(|cell| if cell.is_empty() { "null" } else { cell });
        assert_eq!(*shown, cells.collect::<Vec<_>>(), "{text}");
    }
    assert!(text.trim_end().ends_with(&format!("{} rows.", rows.len() - 1)), "{text}");
}

#[test]
fn a_terminal_gets_colour_and_no_binary_format() {
    let folder = workplace();
    let (text, status) = on_terminal(folder.path(), &format!("{DAYTALLY} monthly a.parquet -o - -f parquet"));
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m a terminal cannot show parquet"), "{text:?}");
    let (plain, _) = on_terminal(folder.path(), &format!("NO_COLOR=1 {DAYTALLY} monthly absent"));
    assert!(plain.contains("error: absent: ") && !plain.contains("\u{1b}[31m"), "{plain:?}");
}
