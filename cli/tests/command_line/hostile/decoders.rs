//! Files and state that make decoders panic, through the binary.

use std::fs;
use std::path::Path;
use std::process::Command;

use daytally::ErrorCode;
use daytally::merge::Splitters;

#[test]
fn a_decoder_panic_is_an_error_that_names_the_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/hostile");
    let mut gave_up = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.ends_with(".parquet") {
            continue;
        }
        let out = tempfile::tempdir().unwrap();
        let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
        let line = ["all", &name, "--combined", "--provider", "simulator", "--run-date", "2023-04-19", "-o"];
        let output = daytally.current_dir(&folder).args(line).arg(out.path().join("out")).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{name}: {stderr}");
        assert!(stderr.starts_with(&format!("error: {name}, row group ")), "{name}: {stderr}");
        // Some files are refused before decoding.
        gave_up += u32::from(stderr.contains("its decoder gave up: "));
        assert_eq!(stderr.trim_end().lines().count(), 1, "{name}: {stderr}");
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0, "{name}");
    }
    assert!(gave_up > 3, "{gave_up} gave up");
}

#[test]
fn a_decoder_panic_on_state_is_an_error() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/hostile");
    let sample = fs::read(folder.join("long_buffer.arrows")).unwrap();
    let error = Splitters::new(&[sample], 2).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Corrupt, "{error}");
    assert!(error.to_string().contains("its decoder gave up: "), "{error}");
}
