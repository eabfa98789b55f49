//! Files that a command leaves behind, and its errors.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use daytally::ErrorCode;
use daytally::fs::{CountProvider, Outputs, Request, Run, Watch};
use daytally::report::ResultKind;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::line::daytally;

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(path)
}

/// Makes a folder with the Parquet file of a fixture as `a.parquet`.
fn workplace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(fixture("gap_kinds/input/views.parquet"), folder.path().join("a.parquet")).unwrap();
    folder
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn usage_errors_exit_with_2_and_leave_no_files() {
    for (line, mentions) in [
        ("monthly a.parquet -o out", ".arrows"),
        ("monthly a.parquet -o out.json", ".spreadsheet.csv, .arrow, .arrows, .jsonl, .csv.gz or .csv.zst"),
        ("monthly a.parquet -o out.csv --timezone Mars/Olympus", "Mars/Olympus"),
        ("monthly a.parquet -o out.csv --columns clip=video", "viewCount"),
        ("monthly a.parquet -o out.csv --columns date=a --columns date=b", "twice"),
        ("monthly a.parquet -o a.parquet", "one of the inputs"),
        ("monthly a.parquet -o ./a.parquet", "one of the inputs"),
        ("gaps a.parquet -o out.csv --end-date 2023-13-01", "YYYY-MM-DD"),
        ("gaps a.parquet -o out.csv --outage-share 1.5", "above 0 and up to 1"),
        ("all a.parquet -o a.parquet", "a.parquet"),
        ("all a.parquet -o out --format xml", "xml"),
        ("all a.parquet", "--output"),
        ("monthly a.parquet -o - --format xml", "csv.zst"),
        ("", ""),
    ] {
        let folder = workplace();
        let output = daytally(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", stderr(&output));
        assert!(stderr(&output).contains(mentions), "{line}: {}", stderr(&output));
        assert_eq!(names(folder.path()), ["a.parquet"], "{line}");
    }
}

#[test]
fn failures_exit_with_1_and_leave_no_files() {
    for (line, mentions) in [
        ("monthly absent.parquet -o out.csv", "absent.parquet"),
        ("monthly a.parquet -o absent/out.csv", "absent"),
        ("all a.parquet -o absent/out", "absent"),
        (
            "snapshot a.parquet -o out.csv --provider simulator --batch-size 11",
            "error: Too many (11) videos in the list. Expected up to 10",
        ),
        ("combined a.parquet -o out.csv --provider simulator --batch-size 11", "Too many (11)"),
        ("all a.parquet -o out --provider simulator --batch-size 11", "Too many (11)"),
    ] {
        let folder = workplace();
        fs::copy(fixture("random_mixed/input/part-0.parquet"), folder.path().join("a.parquet")).unwrap();
        let output = daytally(folder.path(), line);
        assert_eq!(output.status.code(), Some(1), "{line}: {}", stderr(&output));
        assert!(stderr(&output).contains(mentions), "{line}: {}", stderr(&output));
        assert_eq!(names(folder.path()), ["a.parquet"], "{line}");
    }
}

#[test]
fn every_bad_file_is_reported() {
    let folder = workplace();
    fs::write(folder.path().join("b.parquet"), "not Parquet at all").unwrap();
    fs::write(folder.path().join("c.parquet"), "nor this").unwrap();
    fs::write(folder.path().join("empty.parquet"), "").unwrap();
    let output = daytally(folder.path(), "monthly . -o out.csv");
    assert_eq!(output.status.code(), Some(1));
    let printed = stderr(&output);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 2, "{printed}");
    assert!(lines[0].starts_with("error: ./b.parquet: ") && lines[1].starts_with("error: ./c.parquet: "));
    fs::remove_file(folder.path().join("b.parquet")).unwrap();
    fs::remove_file(folder.path().join("c.parquet")).unwrap();
    let output = daytally(folder.path(), "monthly . -o out.csv");
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("empty.parquet"), "{}", stderr(&output));
}

#[test]
fn other_files_in_the_output_folder_are_kept() {
    let folder = workplace();
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    fs::write(out.join("monthly.csv"), "old").unwrap();
    let output = daytally(folder.path(), "all a.parquet -o out --provider simulator --format csv");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(
        names(&out),
        [
            "diagnostics.json",
            "gaps-dates.csv",
            "gaps-list.csv",
            "gaps-ranges.csv",
            "monthly.csv",
            "notes.txt",
            "snapshot.csv",
            "unanswered.csv"
        ]
    );
    assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");
    assert!(fs::read_to_string(out.join("monthly.csv")).unwrap().starts_with("channel_id,video_id,month,"));
}

#[test]
fn without_a_provider_there_are_no_counts() {
    let folder = workplace();
    for line in
        ["snapshot a.parquet -o out.csv", "combined a.parquet -o out.csv", "all a.parquet --combined -o out"]
    {
        let output = daytally(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(stderr(&output).contains("--provider simulator, youtube or http"), "{}", stderr(&output));
        assert_eq!(names(folder.path()), ["a.parquet"], "{line}");
    }
    let output = daytally(folder.path(), "all a.parquet -o out");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let printed = stderr(&output);
    assert!(output.stdout.is_empty());
    assert!(printed.contains("Not written: snapshot, unanswered, combined."), "{printed}");
    let found = names(&folder.path().join("out"));
    assert_eq!(
        found,
        [
            "diagnostics.json",
            "gaps-dates.parquet",
            "gaps-list.parquet",
            "gaps-ranges.parquet",
            "monthly.parquet"
        ]
    );
    let output = daytally(folder.path(), "all a.parquet -o out --json");
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed["notFetched"], serde_json::json!(["snapshot", "unanswered", "combined"]));
    assert!(printed.get("provider").is_none());
}

#[test]
fn results_of_an_earlier_run_are_named() {
    let folder = workplace();
    let line = "all a.parquet -o out --combined --provider simulator --run-date 2023-04-19";
    let first = daytally(folder.path(), line);
    assert!(!stderr(&first).contains("earlier run"), "{first:?}");
    let path = folder.path().join("out/snapshot.parquet");
    let snapshot = fs::read(&path).unwrap();

    let second = daytally(folder.path(), "all a.parquet -o out");
    assert!(second.status.success(), "{}", stderr(&second));
    let printed = stderr(&second);
    let expected = "Warning: 3 files in the output folder are of an earlier run: they are not a result of this \
                    run, which did not write them. Delete them, or write to another folder. \
                    (out/snapshot.parquet, out/unanswered.parquet, out/combined.parquet)";
    assert_eq!(printed.lines().find(|line| line.starts_with("Warning: 3")), Some(expected), "{printed}");
    assert_eq!(fs::read(&path).unwrap(), snapshot);
    let text = fs::read_to_string(folder.path().join("out/diagnostics.json")).unwrap();
    let written: serde_json::Value = serde_json::from_str(&text).unwrap();
    let files = written["outputs"].as_array().unwrap().iter().map(|output| output["file"].as_str().unwrap());
    assert_eq!(
        files.collect::<Vec<_>>(),
        ["monthly.parquet", "gaps-list.parquet", "gaps-dates.parquet", "gaps-ranges.parquet"]
    );
    let codes = written["warnings"].as_array().unwrap().iter().map(|warning| warning["code"].as_str());
    assert!(codes.flatten().any(|code| code == "stale_outputs"), "{text}");
}

#[test]
fn the_source_of_counts_is_stated() {
    let folder = workplace();
    let line = "all a.parquet -o out --combined --provider simulator --run-date 2023-04-19";
    let output = daytally(folder.path(), line);
    let printed = stderr(&output);
    assert!(printed.contains("SIMULATED: "), "{printed}");
    let output = daytally(folder.path(), &format!("{line} --format arrow --json"));
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed["provider"], "simulator");
    for (name, stated) in [("snapshot", true), ("unanswered", true), ("combined", true), ("monthly", false)] {
        let path = folder.path().join("out").join(name);
        let file = fs::File::open(path.with_extension("arrow")).unwrap();
        let arrow = arrow::ipc::reader::FileReader::try_new(file, None).unwrap();
        let named = arrow.schema().metadata().get("daytally.provider").cloned();
        assert_eq!(named.as_deref(), stated.then_some("simulator"), "{name}");

        let file = fs::File::open(path.with_extension("parquet")).unwrap();
        let parquet = SerializedFileReader::new(file).unwrap();
        let entries = parquet.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
        let entry = entries.iter().find(|entry| entry.key == "daytally.provider");
        assert_eq!(entry.and_then(|entry| entry.value.as_deref()), stated.then_some("simulator"), "{name}");
    }
}

#[test]
fn json_has_diagnostics_figures_and_outputs() {
    let folder = workplace();
    let output = daytally(folder.path(), "gaps a.parquet -o out.csv --json --threads 3");
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed["diagnostics"]["endDateGiven"], false);
    assert_eq!(printed["figures"]["threads"], 3);
    assert_eq!(printed["outputs"][0]["result"], "gaps-list");
    assert_eq!(printed["version"], 1);
    assert_eq!(printed["outputs"][0]["bytes"], fs::metadata(folder.path().join("out.csv")).unwrap().len());

    let output = daytally(folder.path(), "inspect a.parquet --json");
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed["plan"]["rows"], 41);
    assert_eq!(names(folder.path()), ["a.parquet", "out.csv"]);
}

#[test]
fn dates_that_cannot_be_read_fail_unless_their_format_is_given() {
    let folder = workplace();
    let input = fixture("unreadable_days_first/input/views.parquet");
    fs::copy(input, folder.path().join("b.parquet")).unwrap();
    let line = "gaps b.parquet -o out.csv --form ranges";
    let output = daytally(folder.path(), line);
    assert_eq!(output.status.code(), Some(1));
    for named in ["b.parquet", "\"date\"", "01/04/2023", "YYYY-MM-DD", "--date-format date=FORMAT"] {
        assert!(stderr(&output).contains(named), "{named}: {}", stderr(&output));
    }
    assert_eq!(names(folder.path()), ["a.parquet", "b.parquet"]);

    let output = daytally(folder.path(), &format!("{line} --date-format date=%d/%m/%Y"));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let written = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    let gaps: Vec<&str> =
        written.lines().skip(1).map(|line| line.split_once("2023-04-01,").unwrap().1).collect();
    assert_eq!(gaps, ["2023-04-03,2023-04-03,1,inner", "2023-04-05,2023-04-17,13,inner"]);

    let output = daytally(folder.path(), &format!("{line} --date-format date=%m/%d/%Y --json"));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let warning = &printed["diagnostics"]["warnings"][0];
    assert_eq!(warning["code"], "unreadable_values");
    assert!(warning["message"].as_str().unwrap().starts_with("1 of 4 values of date"), "{warning}");
}

#[test]
fn the_same_bytes_are_written_with_any_memory() {
    let folder = workplace();
    fs::copy(fixture("random_mixed/input/part-0.parquet"), folder.path().join("b.parquet")).unwrap();
    let dates = "--end-date 2023-04-18 --run-date 2023-04-19 --provider simulator";
    let inputs = "a.parquet b.parquet";
    let output = daytally(folder.path(), &format!("all {inputs} -o whole --combined --threads 3 {dates}"));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stderr(&output).contains("Spilled"));
    let results = names(&folder.path().join("whole"));
    assert_eq!(results.len(), ResultKind::ALL.len() + 1);
    for (memory, threads) in [("1", 1), ("1kb", 2), ("1MB", 3)] {
        let limit = format!("--memory {memory} --threads {threads} --spill-folder .");
        let output = daytally(folder.path(), &format!("all {inputs} -o {memory} --combined {limit} {dates}"));
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let printed = stderr(&output);
        assert!(printed.contains("Spilled") && printed.contains("to disk"), "{printed}");
        for name in &results {
            let read = |folder_name: &str| fs::read(folder.path().join(folder_name).join(name)).unwrap();
            assert!(read("whole") == read(memory), "{name} differs with {memory}");
        }
    }
    assert_eq!(names(folder.path()), ["1", "1MB", "1kb", "a.parquet", "b.parquet", "whole"]);
}

#[test]
fn a_failed_spill_leaves_no_output() {
    let folder = workplace();
    let line = "all a.parquet -o out --memory 1 --spill-folder absent";
    let output = daytally(folder.path(), line);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("absent") && stderr(&output).contains("--memory"),
        "{}",
        stderr(&output)
    );
    assert_eq!(names(folder.path()), ["a.parquet"]);
    let output = daytally(folder.path(), &line.replace("--memory 1", "--memory 4GiB"));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

fn all(folder: &Path) -> Run {
    let outputs = Outputs::Folder {
        results: ResultKind::ALL.to_vec(),
        path: folder.join("out"),
        format: daytally::export::Format::Parquet,
    };
    let mut request = Request::new(vec![folder.join("a.parquet")], outputs);
    request.provider = Some(CountProvider::Simulator);
    Run::prepare(request).unwrap()
}

#[test]
fn a_cancelled_run_leaves_no_files() {
    let folder = workplace();
    let watch = Watch::default();
    watch.cancel();
    let error = all(folder.path()).execute(&watch).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Cancelled);
    assert_eq!(names(folder.path()), ["a.parquet"]);
}

#[test]
fn every_row_is_read_once() {
    let folder = workplace();
    let run = all(folder.path());
    let (rows, watch) = (run.plan().rows, Watch::default());
    run.execute(&watch).unwrap();
    assert_eq!((watch.rows(), watch.planned()), (rows, rows));
}
