//! Folders that Apache lists.
//!
//! The variable `DAYTALLY_APACHE` is the path of its program, with Debian's modules; without it, the test
//! is skipped.

use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::line::text;
use crate::stores::http::{daytally, lines};
use crate::stores::odd_keys::{each_file, odd_views};
use crate::stores::server_process::{ServerProcess, free_ports};
use crate::stores::unlisted::{json, rows};

/// The forms of an index that Apache writes.
const FORMS: [(&str, &str); 4] = [
    ("plain", "-FancyIndexing"),
    ("fancy", "FancyIndexing"),
    ("table", "FancyIndexing HTMLTable"),
    ("wide", "FancyIndexing HTMLTable XHTML NameWidth=* FoldersFirst"),
];

/// Serves the folder `served` below a folder. Each folder in it has the form of index that it is named after.
fn start(program: &str, folder: &Path, port: u16) -> ServerProcess {
    let shown = folder.display();
    let mut config = format!(
        "ServerRoot \"{shown}\"\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile pid\nErrorLog log\n\
         Mutex sem\nUser www-data\nGroup www-data\nDocumentRoot \"{shown}/served\"\n"
    );
    for module in ["mpm_event", "authz_core", "dir", "autoindex"] {
        config += &format!("LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so\n");
    }
    config += "<Directory />\nOptions Indexes\nRequire all granted\n</Directory>\n";
    for (name, options) in FORMS {
        config += &format!("<Directory \"{shown}/served/{name}\">\nIndexOptions {options}\n</Directory>\n");
    }
    let path = folder.join("apache.conf");
    fs::write(&path, config).unwrap();
    let mut apache = Command::new(program);
    // One process, which ends when it is killed.
    let printed = fs::File::create(folder.join("printed")).unwrap();
    apache.arg("-X").arg("-f").arg(path).stdout(Stdio::null()).stderr(printed);
    let mut apache = ServerProcess(apache.spawn().unwrap());
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return apache;
        }
        if apache.0.try_wait().unwrap().is_some() {
            break;
        }
        sleep(Duration::from_millis(100));
    }
    panic!("{:?}", ["printed", "log"].map(|name| fs::read_to_string(folder.join(name))));
}

#[test]
fn folders_with_an_index_are_read() {
    let named = std::env::var("DAYTALLY_APACHE").ok().filter(|program| !program.is_empty());
    let Some(program) = named else {
        println!("skipped: DAYTALLY_APACHE is not set, so there is no Apache");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    // As root, Apache serves as another user.
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let (_, expected) = odd_views(folder.path());
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tables/page");
    for (form, _) in FORMS {
        let served = folder.path().join("served").join(form);
        let write = |key: &str, bytes: &[u8]| {
            let path = served.join(key);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        each_file(&folder.path().join("views"), "v/", &write);
        each_file(&tables, "t/", &write);
    }
    let [port] = free_ports();
    let _apache = start(&program, folder.path(), port);
    let of_table = rows(&json(&tables.join("expected.json"))["5"]["monthly"]);
    for (form, _) in FORMS {
        let monthly = |path: &str| {
            let url = format!("http://127.0.0.1:{port}/{form}/{path}");
            let output = daytally(folder.path(), &["monthly", &url, "-o", "-"]);
            assert!(output.status.success(), "{form}: {}", text(&output.stderr));
            lines(&output)
        };
        assert!(monthly("v/") == expected, "{form}");
        assert_eq!(monthly("t/a%20table/").lines().skip(1).collect::<Vec<_>>(), of_table, "{form}");
    }
}
