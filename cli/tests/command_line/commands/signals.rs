//! Exit statuses after signals.

use std::io::Read;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

#[test]
fn a_signal_is_in_the_exit_status() {
    let folder = tempfile::tempdir().unwrap();
    let daytally = |line: &str| {
        let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
        daytally.current_dir(folder.path()).args(line.split(' '));
        daytally
    };
    assert!(daytally("generate --rows 300000 -o a.parquet -q").status().unwrap().success());
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        // More than fits into a pipe, so that the run waits for its reader.
        let mut run = daytally("combined a.parquet --provider simulator --json");
        let mut child = run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0]).unwrap();
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        sleep(Duration::from_millis(300));
        stdout.read_to_end(&mut Vec::new()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{signal}");
        let printed: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(printed["error"]["code"], "cancelled");
    }
}
