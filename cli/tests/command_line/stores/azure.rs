//! Containers of Azurite, an emulator of Azure Blob Storage that checks signatures.
//!
//! The variable `DAYTALLY_AZURITE` is the path of its script, which Node runs; without it, the test is
//! skipped.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::line::text;
use crate::stores::http::{lines, without_credentials};
use crate::stores::http_server::encode;
use crate::stores::odd_keys::{each_file, odd_views};
use crate::stores::server_process::{ServerProcess, free_ports};
use crate::stores::unlisted::{json, rows};

/// The [account and the key](https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key)
/// that Azurite has by default.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// Signatures made with the key by CPython's `hmac`: one allows reading, listing and writing until 2099, the
/// other allowed reading and listing until 2020.
const SAS: &str = "sv=2022-11-02&ss=b&srt=sco&sp=rcwl&se=2099-01-01T00%3A00%3A00Z&spr=https%2Chttp&\
                   sig=rjFA2Tw6dy4iKWA3LdHYFnHMpubA8l5VuPTGUhA1PBQ%3D";
const EXPIRED: &str = "sv=2022-11-02&ss=b&srt=sco&sp=rl&se=2020-01-01T00%3A00%3A00Z&spr=https%2Chttp&\
                       sig=9DwuP3m5yOe6r9zY7gXu1tVQXeJ17YLoIvc0grVmoT8%3D";

/// A server with the container `views`.
struct Azurite {
    _process: ServerProcess,
    port: u16,
    data: tempfile::TempDir,
}

impl Azurite {
    /// Starts a server; `None` if it is not installed.
    fn start() -> Option<Self> {
        let Some(script) = std::env::var_os("DAYTALLY_AZURITE") else {
            println!("skipped: DAYTALLY_AZURITE is not set, so there is no Azurite");
            return None;
        };
        let [port] = free_ports();
        let data = tempfile::tempdir().unwrap();
        let mut node = Command::new("node");
        node.arg(script).args(["--silent", "--disableTelemetry", "--blobHost", "127.0.0.1"]);
        node.args(["--blobPort", &port.to_string()]).arg("--location").arg(data.path());
        let printed = fs::File::create(data.path().join("printed")).unwrap();
        let process = node.stdout(Stdio::null()).stderr(printed).spawn().unwrap();
        let server = Self { _process: ServerProcess(process), port, data };
        for _ in 0..300 {
            // The container is there too if a reply was lost.
            if server.put("views", "restype=container&", b"") || server.put("views/ready", "", b"1") {
                return Some(server);
            }
            sleep(Duration::from_millis(100));
        }
        panic!("Azurite did not start: {:?}", fs::read_to_string(server.data.path().join("printed")));
    }

    /// Creates a container or a blob.
    fn put(&self, path: &str, query: &str, bytes: &[u8]) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let head = format!(
            "PUT /{ACCOUNT}/{}?{query}{SAS} HTTP/1.1\r\nHost: 127.0.0.1\r\nx-ms-blob-type: BlockBlob\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            encode(path),
            bytes.len()
        );
        let mut reply = String::new();
        let sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(bytes));
        sent.is_ok() && stream.read_to_string(&mut reply).is_ok() && reply.starts_with("HTTP/1.1 2")
    }

    fn put_folder(&self, folder: &Path, key: &str) {
        each_file(folder, &format!("views/{key}"), &|key, bytes| assert!(self.put(key, "", bytes), "{key}"));
    }

    /// Runs the monthly views of a URL with variables of the environment.
    fn monthly(&self, folder: &Path, url: &str, env: &[(&str, &str)]) -> Output {
        let mut daytally = without_credentials(folder);
        let endpoint = format!("http://127.0.0.1:{}/{ACCOUNT}", self.port);
        daytally.envs(env.iter().copied());
        daytally.args(["monthly", url, "-o", "-", "--endpoint-url", &endpoint]).output().unwrap()
    }
}

#[test]
fn containers_are_read_as_folders() {
    let Some(azurite) = Azurite::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (_, expected) = odd_views(folder.path());
    azurite.put_folder(&folder.path().join("views"), "v/");
    let by_key = [("AZURE_STORAGE_ACCOUNT", ACCOUNT), ("AZURE_STORAGE_KEY", KEY)];
    for env in [&by_key[..], &[("AZURE_STORAGE_SAS_TOKEN", SAS)]] {
        let output = azurite.monthly(folder.path(), "az://views/v/", env);
        assert!(output.status.success(), "{env:?}: {}", text(&output.stderr));
        assert!(lines(&output) == expected, "{env:?}");
    }
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tables/page");
    azurite.put_folder(&tables, "t/");
    let output = azurite.monthly(folder.path(), "az://views/t/a table", &by_key);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let of_table = rows(&json(&tables.join("expected.json"))["5"]["monthly"]);
    assert_eq!(lines(&output).lines().skip(1).collect::<Vec<_>>(), of_table);
    // Azurite sends the same code for both; Azure has one for each.
    let refused = "does not allow this to these credentials";
    let wrong_key = [by_key[0], ("AZURE_STORAGE_KEY", "aGlkZGVu")];
    for (url, env, named) in [
        ("az://views/v/", &wrong_key[..], refused),
        ("az://views/v/", &[("AZURE_STORAGE_SAS_TOKEN", EXPIRED)], refused),
        ("az://views/none/", &by_key, "there is no object below this URL"),
        ("az://nothing/v/", &by_key, "there is no such bucket"),
    ] {
        let output = azurite.monthly(folder.path(), url, env);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert_eq!(stderr.lines().filter(|line| line.starts_with("error: ")).count(), 1, "{stderr}");
        assert!(stderr.contains(named), "{named}: {stderr}");
        for secret in ["aGlkZGVu", "sig=", "9DwuP3m5"] {
            assert!(!stderr.contains(secret), "{secret}: {stderr}");
        }
    }
}
