//! Full disks, changing files and links: an error, and no partial output.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use daytally::fs::{CountProvider, Outputs, Request, Run, Watch};
use daytally::report::ResultKind;

use crate::watched::{Watched, watch};

fn daytally(folder: &Path, line: &str) -> Command {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    daytally.current_dir(folder).args(line.split_whitespace());
    daytally
}

fn run(folder: &Path, line: &str) -> Watched {
    watch(&mut daytally(folder, line), 60)
}

fn succeed(folder: &Path, line: &str) -> Watched {
    let ran = run(folder, line);
    assert_eq!(ran.status, Some(0), "{line}: {}", ran.stderr);
    ran
}

fn generate(folder: &Path, name: &str, rows: usize) {
    succeed(folder, &format!("generate --rows {rows} --row-group 10000 -o {name}"));
}

fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn folder_entries_that_are_not_files_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("in/deep")).unwrap();
    fs::create_dir(folder.path().join("outside")).unwrap();
    generate(folder.path(), "in/a.parquet", 1000);
    generate(folder.path(), "outside/b.parquet", 500);
    symlink("../outside/b.parquet", folder.path().join("in/b.parquet")).unwrap();
    symlink("../../in", folder.path().join("in/deep/round")).unwrap();
    pipe(&folder.path().join("in/pipe.parquet"));

    let ran = succeed(folder.path(), "monthly in -o out.csv --json");
    let printed: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(printed["figures"]["rows"], 1000);
    assert_eq!(printed["input"]["skipped"].as_array().unwrap().len(), 3);
    for note in [
        "note: in/b.parquet was skipped: it is a symbolic link; give it by name, or use --follow-links.",
        "note: in/deep/round was skipped: it is a symbolic link; give it by name, or use --follow-links.",
        "note: in/pipe.parquet was skipped: it is a named pipe.",
    ] {
        assert!(ran.stderr.lines().any(|line| line == note), "{note}: {}", ran.stderr);
    }
    let followed = succeed(folder.path(), "monthly in -o out.csv --json --follow-links");
    let printed: serde_json::Value = serde_json::from_str(&followed.stdout).unwrap();
    assert_eq!(printed["figures"]["rows"], 1500);
    assert!(followed.stderr.contains("in/deep/round was skipped: it is a link to a folder that holds it."));
    for line in ["inspect in", "between in outside -o out.csv"] {
        assert!(run(folder.path(), line).stderr.contains("note: in/pipe.parquet was skipped"), "{line}");
    }
    // Given by name.
    let printed = succeed(folder.path(), "monthly in/b.parquet -o out.csv --json").stdout;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&printed).unwrap()["figures"]["rows"], 500);
    for special in ["in/pipe.parquet", "/dev/zero"] {
        let ran = run(folder.path(), &format!("monthly {special} -o out.csv"));
        assert_eq!(ran.status, Some(1), "{}", ran.stderr);
        assert!(ran.stderr.contains(&format!("{special}: it is a")), "{}", ran.stderr);
    }
}

#[test]
fn no_input_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    generate(folder.path(), "in/a.parquet", 1000);
    generate(folder.path(), "in/monthly.parquet", 1000);
    symlink("in/a.parquet", folder.path().join("link.parquet")).unwrap();
    symlink("nothing.parquet", folder.path().join("broken.parquet")).unwrap();
    let before = fs::read(folder.path().join("in/a.parquet")).unwrap();
    for (line, mention) in [
        ("monthly in/a.parquet -o in/a.parquet", "the output is one of the inputs"),
        ("monthly in -o in/a.parquet", "the output is one of the inputs"),
        ("monthly in -o link.parquet", "the output is one of the inputs"),
        ("monthly link.parquet -o in/../in/a.parquet", "the output is one of the inputs"),
        ("all in -o in", "the output is one of the inputs"),
        ("monthly in -o in", "in"),
        ("all in -o in/a.parquet", "in/a.parquet: the output is a file"),
        ("monthly in -o broken.parquet", "broken.parquet"),
        ("all in -o broken.parquet", "broken.parquet"),
    ] {
        let ran = run(folder.path(), line);
        assert!(matches!(ran.status, Some(1 | 2)), "{line}: {}", ran.stderr);
        assert!(ran.stderr.contains(mention), "{line}: {}", ran.stderr);
        assert_eq!(fs::read(folder.path().join("in/a.parquet")).unwrap(), before, "{line}");
    }
    assert_eq!(names(folder.path()), ["broken.parquet", "in", "link.parquet"]);
    assert_eq!(names(&folder.path().join("in")), ["a.parquet", "monthly.parquet"]);
}

#[test]
fn names_in_the_data_are_not_used_as_paths() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("in/channel_id=..%2F..%2F..%2Fescaped/video_id=%2Fetc%2Fpasswd");
    fs::create_dir_all(&key).unwrap();
    generate(folder.path(), "plain.parquet", 100);
    fs::rename(folder.path().join("plain.parquet"), key.join("a.parquet")).unwrap();
    succeed(
        folder.path(),
        "all in -o out --combined --provider simulator --format csv --run-date 2023-04-19",
    );
    let months = fs::read_to_string(folder.path().join("out/monthly.csv")).unwrap();
    assert!(months.contains("../../../escaped,/etc/passwd,"), "{months}");
    assert_eq!(names(folder.path()), ["in", "out"]);
    let expected = [
        "combined.csv",
        "diagnostics.json",
        "gaps-dates.csv",
        "gaps-list.csv",
        "gaps-ranges.csv",
        "monthly.csv",
        "snapshot.csv",
        "unanswered.csv",
    ];
    assert_eq!(names(&folder.path().join("out")), expected);
}

type Change = fn(&Path);

#[test]
fn a_file_that_changes_after_its_footer_is_reported() {
    let changes: [(&str, Change); 5] = [
        ("removed", |path| fs::remove_file(path).unwrap()),
        ("truncated", |path| File::options().write(true).open(path).unwrap().set_len(100).unwrap()),
        ("appended to", |path| {
            File::options().append(true).open(path).unwrap().write_all(b"more").unwrap();
        }),
        ("written again", |path| {
            let bytes = fs::read(path).unwrap();
            sleep(Duration::from_millis(50));
            fs::write(path, bytes).unwrap();
        }),
        ("replaced by a pipe", |path| {
            fs::remove_file(path).unwrap();
            pipe(path);
        }),
    ];
    for (what, change) in changes {
        for result in [ResultKind::Monthly, ResultKind::Combined] {
            let folder = tempfile::tempdir().unwrap();
            generate(folder.path(), "a.parquet", 20_000);
            generate(folder.path(), "b.parquet", 20_000);
            let out = folder.path().join("out.parquet");
            fs::write(&out, "old").unwrap();
            let inputs = ["a.parquet", "b.parquet"].map(|name| folder.path().join(name)).to_vec();
            let outputs = Outputs::One { result, target: out.clone().into() };
            let mut request = Request::new(inputs, outputs);
            request.provider = Some(CountProvider::Simulator);
            let prepared = Run::prepare(request).unwrap();
            change(&folder.path().join("b.parquet"));
            let error = prepared.execute(&Watch::default()).unwrap_err();
            assert!(error.to_string().contains("b.parquet: "), "{what}: {error}");
            if what != "removed" {
                assert!(error.to_string().contains("was changed while it was read"), "{what}: {error}");
            }
            assert_eq!(fs::read(&out).unwrap(), b"old", "{what}");
            drop(error);
            let left = names(folder.path());
            assert!(left.iter().all(|name| !name.starts_with('.')), "{what}: {left:?}");
        }
    }
}

/// A file system of 1 MiB, unmounted on drop; `None` without permission to mount.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1m", "daytally-test"]).arg(folder.path());
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        mounted.then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_keeps_the_old_output() {
    let Some(disk) = SmallDisk::mount() else {
        println!("skipped: no file system can be mounted here");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    generate(folder.path(), "a.parquet", 400_000);
    let small = disk.0.path();
    fs::write(small.join("out.parquet"), "old").unwrap();
    fs::write(small.join("out.csv"), "old").unwrap();
    for line in [
        "combined a.parquet --provider simulator -o @/out.csv",
        "combined a.parquet --provider simulator -o @/out.parquet",
        "all a.parquet --combined --provider simulator -o @/out",
    ] {
        let ran = run(folder.path(), &line.replace('@', &small.display().to_string()));
        assert_eq!(ran.status, Some(1), "{line}: {}", ran.stderr);
        assert!(ran.stderr.contains("No space left on device"), "{line}: {}", ran.stderr);
        assert!(ran.stderr.contains(&format!("{}/out", small.display())), "{line}: {}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{line}: {}", ran.stderr);
        assert_eq!(names(small), ["out.csv", "out.parquet"], "{line}");
        assert_eq!(fs::read(small.join("out.parquet")).unwrap(), b"old");
        assert_eq!(fs::read(small.join("out.csv")).unwrap(), b"old");
    }
    succeed(folder.path(), "generate --rows 400000 --avg-days 3 -o a.parquet");
    let line =
        format!("monthly a.parquet -o out.csv --memory 1MiB --threads 1 --spill-folder {}", small.display());
    let ran = run(folder.path(), &line);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("could not be spilled to disk"), "{}", ran.stderr);
    assert_eq!(names(folder.path()), ["a.parquet"]);
    assert_eq!(names(small), ["out.csv", "out.parquet"]);
}

#[test]
fn a_file_that_may_not_grow_keeps_the_old_output() {
    let folder = tempfile::tempdir().unwrap();
    generate(folder.path(), "a.parquet", 400_000);
    fs::write(folder.path().join("out.csv"), "old").unwrap();
    // The kernel sends a signal to a process that writes more than 128 KiB to a file.
    let line = format!(
        "ulimit -f 128; exec {} combined a.parquet --provider simulator -o out.csv",
        env!("CARGO_BIN_EXE_daytally")
    );
    let ran = watch(Command::new("bash").current_dir(folder.path()).args(["-c", &line]), 60);
    assert_ne!(ran.status, Some(0), "{}", ran.stdout);
    assert_eq!(names(folder.path()), ["a.parquet", "out.csv"]);
    assert_eq!(fs::read(folder.path().join("out.csv")).unwrap(), b"old");
}

#[test]
fn a_kill_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    generate(folder.path(), "a.parquet", 2_000_000);
    fs::write(folder.path().join("out.csv"), "old").unwrap();
    fs::create_dir(folder.path().join("old")).unwrap();
    for line in [
        "combined a.parquet --provider simulator -o out.csv",
        "all a.parquet --combined --provider simulator -o new",
        "all a.parquet --combined --provider simulator -o old",
    ] {
        let mut child = daytally(folder.path(), line).stdout(Stdio::null()).spawn().unwrap();
        // Waits until the process has an open output with bytes but without a name.
        let fds = format!("/proc/{}/fd", child.id());
        let mut written = false;
        while !written && child.try_wait().unwrap().is_none() {
            let fds: Vec<_> = fs::read_dir(&fds).into_iter().flatten().flatten().collect();
            let is_output = |fd: &fs::DirEntry| {
                let target = fs::read_link(fd.path()).unwrap_or_default();
                target.starts_with(folder.path()) && target.to_string_lossy().contains(" (deleted)")
            };
            written = fds.iter().any(|fd| {
                is_output(fd) && fs::metadata(fd.path()).is_ok_and(|metadata| metadata.len() > 100_000)
            });
        }
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert!(written && status.code().is_none(), "{line} was not killed while it wrote");
        assert_eq!(names(folder.path()), ["a.parquet", "old", "out.csv"], "{line}");
        assert!(names(&folder.path().join("old")).is_empty(), "{line}");
        assert_eq!(fs::read(folder.path().join("out.csv")).unwrap(), b"old");
    }
}
