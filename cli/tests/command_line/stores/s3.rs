//! Buckets of a real server with the interface of S3, SeaweedFS, which checks signatures.
//!
//! The variable `DAYTALLY_WEED` is the path of its program, `weed`; without it, the tests are skipped.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::thread::sleep;
use std::time::Duration;

use crate::line::{succeeded, text};
use crate::stores::http::{lines, without_credentials};
use crate::stores::http_server::encode;
use crate::stores::odd_keys::{each_file, odd_views};
use crate::stores::server_process::{ServerProcess, free_ports};
use crate::stores::unlisted::{json, rows};

const SECRET: &str = "hidden/secret+key";

/// A server with the bucket `views`.
struct Weed {
    _process: ServerProcess,
    s3: u16,
    filer: u16,
    webdav: u16,
    folder: tempfile::TempDir,
}

/// One server at a time: each takes 100 MB.
static TURN: Mutex<()> = Mutex::new(());

impl Weed {
    /// Starts a server; `None` if it is not installed.
    fn start() -> Option<Self> {
        let Some(program) = std::env::var_os("DAYTALLY_WEED") else {
            println!("skipped: DAYTALLY_WEED is not set, so there is no SeaweedFS");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let identity = |name: &str, id: &str, secret: &str, actions: &[&str]| {
            let credentials = serde_json::json!([{ "accessKey": id, "secretKey": secret }]);
            serde_json::json!({ "name": name, "credentials": credentials, "actions": actions })
        };
        let identities = [
            identity("reader", "AKREADER", SECRET, &["Read:views", "List:views"]),
            identity("unlisted", "AKUNLISTED", SECRET, &["Read:views"]),
        ];
        let config = folder.path().join("identities.json");
        fs::write(&config, serde_json::json!({ "identities": identities }).to_string()).unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        let [s3, filer, webdav, master, volume, admin, g1, g2, g3, g4, g5] = free_ports();
        let ports = [
            ("s3.port", s3),
            ("filer.port", filer),
            ("webdav.port", webdav),
            ("master.port", master),
            ("volume.port", volume),
            ("admin.port", admin),
            ("s3.port.iceberg", 0),
            ("s3.port.lance", 0),
            ("s3.port.grpc", g1),
            ("filer.port.grpc", g2),
            ("master.port.grpc", g3),
            ("volume.port.grpc", g4),
            ("admin.port.grpc", g5),
        ];
        let mut weed = Command::new(program);
        weed.current_dir(folder.path()).args(["mini", "-dir=data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]);
        weed.args(["-master.telemetry=false", "-admin.ui=false", "-webdav.cacheDir=."]);
        weed.arg(format!("-s3.config={}", config.display()));
        weed.args(ports.map(|(name, port)| format!("-{name}={port}")));
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let process = weed.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let server = Self { _process: ServerProcess(process), s3, filer, webdav, folder };
        for _ in 0..300 {
            if server.put("ready", b"1") && TcpStream::connect(("127.0.0.1", s3)).is_ok() {
                return Some(server);
            }
            sleep(Duration::from_millis(100));
        }
        panic!("{}", fs::read_to_string(server.folder.path().join("log")).unwrap());
    }

    /// Stores an object of the bucket, past the interface of S3.
    fn put(&self, key: &str, bytes: &[u8]) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.filer)) else { return false };
        let head = format!(
            "PUT /buckets/views/{} HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            encode(key),
            bytes.len()
        );
        let mut reply = String::new();
        let sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(bytes));
        sent.is_ok() && stream.read_to_string(&mut reply).is_ok() && reply.starts_with("HTTP/1.1 2")
    }

    fn put_folder(&self, folder: &Path, key: &str) {
        each_file(folder, key, &|key, bytes| assert!(self.put(key, bytes), "{key}"));
    }

    /// Runs the command line with keys in the environment.
    fn run(&self, folder: &Path, id: &str, secret: &str, args: &[&str]) -> Output {
        let mut daytally = without_credentials(folder);
        if !id.is_empty() {
            daytally.env("AWS_ACCESS_KEY_ID", id).env("AWS_SECRET_ACCESS_KEY", secret);
        }
        let endpoint = format!("http://127.0.0.1:{}", self.s3);
        daytally.args(args).args(["--endpoint-url", &endpoint]).output().unwrap()
    }
}

/// Plain and Hive folders with odd keys, by S3 and by WebDAV, tables, and thousands of keys.
#[test]
fn buckets_are_read_as_folders() {
    let _turn = TURN.lock();
    let Some(weed) = Weed::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (files, expected) = odd_views(folder.path());
    weed.put_folder(&folder.path().join("views"), "v/");
    for url in ["s3://views/v/", "s3://views/v", "s3a://views/v"] {
        let output = weed.run(folder.path(), "AKREADER", SECRET, &["monthly", url, "-o", "-"]);
        assert!(output.status.success(), "{url}: {}", text(&output.stderr));
        assert!(lines(&output) == expected, "{url}");
    }
    let webdav = format!("http://127.0.0.1:{}/buckets/views/v/", weed.webdav);
    let output = weed.run(folder.path(), "", "", &["monthly", &webdav, "-o", "-"]);
    assert!(output.status.success(), "{webdav}: {}", text(&output.stderr));
    assert!(lines(&output) == expected, "{webdav}");
    let one = "s3://views/v/100% a+b&ü.parquet";
    let output = weed.run(folder.path(), "AKUNLISTED", SECRET, &["monthly", one, "-o", "-"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let local = Command::new(env!("CARGO_BIN_EXE_daytally"))
        .current_dir(folder.path())
        .args(["monthly", "views/100% a+b&ü.parquet", "-o", "-"])
        .output()
        .unwrap();
    assert!(output.stdout == local.stdout);
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tables/page");
    weed.put_folder(&tables, "t/");
    let of_table = rows(&json(&tables.join("expected.json"))["5"]["monthly"]);
    // Without the right to list, the table is found by the names of its log.
    for (id, url) in [("AKREADER", "s3://views/t/a table"), ("AKUNLISTED", "s3://views/t/a table/")] {
        let output = weed.run(folder.path(), id, SECRET, &["monthly", url, "-o", "-"]);
        assert!(output.status.success(), "{id}: {}", text(&output.stderr));
        assert_eq!(lines(&output).lines().skip(1).collect::<Vec<_>>(), of_table, "{id}");
    }
    // Three files among the keys of many pages of 1,000.
    let keys = if std::env::var("DAYTALLY_TESTS").is_ok_and(|tests| tests == "all") { 10_100 } else { 2_100 };
    for number in 0..keys {
        assert!(weed.put(&format!("many/{number:05}/_x"), b"x"));
    }
    for (path, number) in files.iter().zip([0, keys / 2, keys - 1]) {
        assert!(weed.put(&format!("many/{number:05}/a.parquet"), &fs::read(path).unwrap()));
    }
    let output = weed.run(folder.path(), "AKREADER", SECRET, &["monthly", "s3://views/many/", "-o", "-"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(lines(&output) == expected);
}

#[test]
fn refusals_are_named_and_secrets_are_nowhere() {
    let _turn = TURN.lock();
    let Some(weed) = Weed::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    succeeded(folder.path(), "generate --rows 1000 --files 2 -o views");
    weed.put_folder(&folder.path().join("views"), "v/");
    let all = ["all", "s3://views/v/", "-o", "out", "--json", "--provider", "simulator"];
    let output = weed.run(folder.path(), "AKREADER", SECRET, &all);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut shown = vec![text(&output.stdout), text(&output.stderr)];
    for (id, secret, url, named) in [
        ("AKREADER", "hidden-wrong", "s3://views/v/", "the store refuses the signature"),
        ("AKUNKNOWN", SECRET, "s3://views/v/", "does not know the id of the access key"),
        ("AKUNLISTED", SECRET, "s3://views/v/", "does not allow this to these credentials"),
        ("AKREADER", SECRET, "s3://views/none/", "there is no object below this URL"),
        ("AKREADER", SECRET, "s3://nobucket/v/", "does not allow this|no such bucket"),
        ("", "", "s3://views/v/", "does not allow this to requests without credentials"),
    ] {
        let output = weed.run(folder.path(), id, secret, &["monthly", url]);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        let errors = stderr.lines().filter(|line| line.starts_with("error: ")).count();
        assert!(errors == 1 && named.split('|').any(|named| stderr.contains(named)), "{named}: {stderr}");
        assert_eq!(stderr.contains("no credentials of AWS"), id.is_empty(), "{stderr}");
        shown.extend([stderr, text(&output.stdout)]);
    }
    for entry in fs::read_dir(folder.path().join("out")).unwrap().map(Result::unwrap) {
        shown.push(text(&fs::read(entry.path()).unwrap()));
    }
    for text in shown {
        for secret in ["hidden", "Signature=", "AKREADER"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}
