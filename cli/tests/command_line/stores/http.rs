//! Files and folders of an http server.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use daytally::report::ResultKind;

use crate::case::{Case, check_sample};
use crate::effort::small_folder;
use crate::line::{succeeded, text};
use crate::stores::http_server::{Fault, HttpServer, encode};

/// Returns the command line in a folder, without the credentials and proxies of this machine.
pub(crate) fn without_credentials(folder: &Path) -> Command {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy().to_ascii_uppercase();
        if ["AWS_", "AZURE_"].iter().any(|start| text.starts_with(start)) || text.ends_with("_PROXY") {
            daytally.env_remove(name);
        }
    }
    daytally.current_dir(folder).env("HOME", folder).env("AWS_EC2_METADATA_DISABLED", "true");
    daytally
}

/// Runs the command line without the credentials and proxies of this machine.
pub(crate) fn daytally(folder: &Path, args: &[&str]) -> Output {
    without_credentials(folder).args(args).output().unwrap()
}

/// Returns what a command printed, with the ends of lines of this system.
pub(crate) fn lines(output: &Output) -> String {
    text(&output.stdout).replace("\r\n", "\n")
}

/// Every fixture, with the answers of other engines.
#[test]
fn fixtures_are_read_over_http() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let server = HttpServer::start(&fixtures, Fault::Nothing);
    check_sample(|case| {
        if case.facts.error.is_some() {
            return Ok(());
        }
        let parent = small_folder();
        let out = parent.path().join("out");
        let urls = case.facts.input.iter().map(|input| url(&server, case, &fixtures, input));
        let urls: Vec<String> = urls.collect();
        let mut args = vec!["all", "--combined", "--provider", "simulator", "--threads", "2"];
        args.extend(urls.iter().map(String::as_str));
        args.extend(["--run-date", &case.facts.options.run_date, "-o", out.to_str().unwrap()]);
        let columns = case.facts.options.columns.iter().map(|(role, name)| format!("{role}={name}"));
        let columns: Vec<String> = columns.collect();
        args.extend(columns.iter().flat_map(|column| ["--columns", column]));
        args.extend(case.facts.options.timezone.iter().flat_map(|zone| ["--timezone", zone]));
        args.extend(case.facts.options.end_date.iter().flat_map(|day| ["--end-date", day]));
        let output = daytally(parent.path(), &args);
        if !output.status.success() {
            return Err(text(&output.stderr));
        }
        ResultKind::ALL.into_iter().try_for_each(|kind| {
            case.expected(kind).check(&out.join(format!("{}.parquet", kind.file_stem())))
        })
    });
}

fn url(server: &HttpServer, case: &Case, fixtures: &Path, input: &str) -> String {
    let folder = fs::canonicalize(&case.folder).unwrap();
    let below = folder.strip_prefix(fs::canonicalize(fixtures).unwrap()).unwrap();
    format!("{}/{}/{}", server.url, below.display(), encode(input))
}

/// Writes a folder of views, of several row groups. Returns the local result.
fn views(folder: &Path) -> String {
    succeeded(folder, "generate --rows 200000 --files 3 -o views");
    let first = folder.join("views").join(first_name(folder));
    fs::create_dir(folder.join("views/100% a+b&ü")).unwrap();
    fs::rename(first, folder.join("views/100% a+b&ü/x y.parquet")).unwrap();
    succeeded(folder, "monthly views -o -")
}

fn first_name(folder: &Path) -> std::ffi::OsString {
    let mut names: Vec<_> =
        fs::read_dir(folder.join("views")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names.remove(0)
}

#[test]
fn faults_do_not_change_the_result() {
    let folder = small_folder();
    let expected = views(folder.path());
    for fault in [Fault::Nothing, Fault::Busy, Fault::Cut, Fault::NoRanges] {
        let server = HttpServer::start(folder.path(), fault);
        let url = format!("{}/views?token=hidden", server.url);
        let output = daytally(folder.path(), &["monthly", &url, "-o", "-"]);
        assert!(output.status.success(), "{fault:?}: {}", text(&output.stderr));
        assert!(lines(&output) == expected, "{fault:?}");
        assert!(!text(&output.stderr).contains("hidden"), "{}", text(&output.stderr));
        assert!(server.lines().iter().all(|line| line.contains("token=hidden") || line.contains("GET / ")));
    }
}

#[test]
fn a_file_that_changes_ends_the_run() {
    let folder = small_folder();
    views(folder.path());
    let server = HttpServer::start(folder.path(), Fault::Changing);
    let output = daytally(folder.path(), &["monthly", &format!("{}/views/", server.url), "-o", "-"]);
    assert_eq!(output.status.code(), Some(1));
    let stderr = text(&output.stderr);
    assert!(stderr.contains("the file was changed while it was read"), "{stderr}");
    assert!(output.stdout.is_empty());
}

#[test]
fn only_the_needed_columns_are_fetched() {
    let folder = small_folder();
    succeeded(folder.path(), "generate --rows 1000000 --files 2 -o views");
    let plan: serde_json::Value =
        serde_json::from_str(&succeeded(folder.path(), "inspect views --json --row-groups")).unwrap();
    let server = HttpServer::start(folder.path(), Fault::Nothing);
    let url = format!("{}/views/", server.url);
    let output = daytally(folder.path(), &["monthly", &url, "-o", "-"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let all: u64 = plan["files"].as_array().unwrap().iter().map(|file| file["bytes"].as_u64().unwrap()).sum();
    let needed = plan["plan"]["bytes"].as_u64().unwrap() as usize;
    let sent = server.sent();
    // Footers are read by 64 KiB each.
    assert!(sent <= needed + needed / 16 + 2 * 65_536, "{sent} bytes of {needed} needed ones, in {all}");
}

#[test]
fn a_table_is_read_by_its_log() {
    let folder = small_folder();
    let log = r#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
{"metaData":{"id":"t","format":{"provider":"parquet","options":{}},"schemaString":"{}","partitionColumns":[],"configuration":{}}}"#;
    fs::create_dir_all(folder.path().join("t/_delta_log")).unwrap();
    fs::write(folder.path().join("t/_delta_log/00000000000000000000.json"), log).unwrap();
    fs::write(folder.path().join("t/removed.parquet"), "PAR1PAR1").unwrap();
    let server = HttpServer::start(folder.path(), Fault::Nothing);
    for path in ["t/", "t", "t/removed.parquet"] {
        let output = daytally(folder.path(), &["monthly", &format!("{}/{path}", server.url), "-o", "-"]);
        let local = daytally(folder.path(), &["monthly", path, "-o", "-"]);
        assert_eq!(output.status.code(), local.status.code(), "{path}");
        let real = fs::canonicalize(folder.path()).unwrap();
        let plain = |output: &Output| {
            let stderr = text(&output.stderr).replace(&format!("{}/", server.url), "");
            stderr.replace(&format!("{}/", real.display()), "")
        };
        assert_eq!(plain(&output).trim_end_matches('/'), plain(&local).trim_end_matches('/'), "{path}");
    }
}

#[test]
fn what_cannot_be_read_is_reported_without_secrets() {
    let folder = small_folder();
    fs::write(folder.path().join("index.html"), "<html>").unwrap();
    let server = HttpServer::start(folder.path(), Fault::Nothing);
    for (path, named) in [
        ("none.parquet?sig=hidden", "there is no such file"),
        ("none/?sig=hidden", "there is no such file"),
        ("a/../b?sig=hidden", "a folder named . or .."),
    ] {
        let output = daytally(folder.path(), &["monthly", &format!("{}/{path}", server.url)]);
        let stderr = text(&output.stderr);
        assert!(!output.status.success() && stderr.contains(named), "{stderr}");
        assert!(!stderr.contains("hidden"), "{stderr}");
    }
    let output = daytally(folder.path(), &["monthly", &server.url, "-o", "s3://bucket/out.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("not written to object stores"), "{}", text(&output.stderr));
}
