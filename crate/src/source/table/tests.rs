use super::selector::MAX_WHOLE_BYTES;
use super::*;
use crate::error::{ErrorCode, Result};

/// A given folder `in/`, with files and their content.
struct Listing(Vec<(Entry, &'static str)>);

fn listing(files: &[(&str, &'static str)]) -> Listing {
    let entry = |&(path, text): &(&str, &'static str)| {
        let bytes = (!path.ends_with('/')).then_some(text.len() as u64);
        let entry =
            Entry { path: format!("in/{path}"), shown: None, outside: 3, bytes, reach: Reach::InFolder };
        (entry, text)
    };
    Listing(files.iter().map(entry).collect())
}

impl Listing {
    fn select(&self, rule: TableRule) -> Result<Selected> {
        let mut selector = FileSelector::new(
            self.0.iter().map(|(entry, _)| entry.clone()).collect(),
            FoldersAbove::OutOfReach,
            rule,
        )?;
        loop {
            let needs = selector.needs();
            if needs.is_empty() {
                return selector.finish();
            }
            for Need { entry, range } in needs {
                let range = range.start as usize..range.end as usize;
                selector.push(entry, &self.0[entry].1.as_bytes()[range])?;
            }
        }
    }

    fn files(&self, rule: TableRule) -> Vec<&str> {
        let selected = self.select(rule).unwrap();
        selected.files.iter().map(|&place| &self.0[place].0.path[3..]).collect()
    }

    fn refused(&self) -> crate::Error {
        self.select(TableRule::ByLog).unwrap_err()
    }
}

const PARQUET: &str = "PAR1PAR1";

#[test]
fn table_roots_are_found_by_their_marks() {
    for (mark, kind) in [
        ("_delta_log/", "a Delta table"),
        ("_delta_log/00000000000000000000.json", "a Delta table"),
        ("deep/er/_delta_log/_last_checkpoint", "a Delta table"),
        (".hoodie/", "a Hudi table"),
        (".hoodie_partition_metadata", "a Hudi table"),
        ("metadata/00001-abc.metadata.json", "an Iceberg table"),
        ("metadata/v3.gz.metadata.json", "an Iceberg table"),
        ("metadata/version-hint.text", "an Iceberg table"),
        ("metadata/snap-3821550127947089009-1-9d1b29e5-c46b.avro", "an Iceberg table"),
        ("deep/metadata/9d1b29e5-c46b-m0.avro", "an Iceberg table"),
    ] {
        let error = listing(&[("a.parquet", PARQUET), (mark, "{}")]).refused();
        assert_eq!(error.code(), ErrorCode::Table, "{mark}");
        assert!(error.to_string().contains(kind), "{mark}: {error}");
    }
    for plain in [
        "metadata/snap.json",
        "x.metadata.json",
        "snap-1-1-a.avro",
        "_temporary/t/_delta_log/0.json",
        "delta_log/0.json",
    ] {
        let listing = listing(&[("a.parquet", PARQUET), (plain, "{}")]);
        assert_eq!(listing.files(TableRule::ByLog), ["a.parquet"], "{plain}");
    }
}

#[test]
fn either_end_of_a_file_decides_whatever_its_size() {
    let of = |text: &str, size: usize| -> &'static str {
        Box::leak(text.replace(' ', &" ".repeat(size)).into_boxed_str())
    };
    // Small files are read whole, others at both ends.
    for size in [1, MAX_WHOLE_BYTES as usize - 8, MAX_WHOLE_BYTES as usize] {
        let listing = listing(&[
            ("both", of("PAR1 PAR1", size)),
            ("encrypted", of("PARE ....", size)),
            ("end", of(".... PAR1", size)),
            ("middle", of(". PAR1 ..", size)),
            ("none", of(".... ....", size)),
        ]);
        assert_eq!(listing.files(TableRule::ByLog), ["both", "encrypted", "end"], "{size}");
    }
}

#[test]
fn small_files_take_one_request() {
    let entry = |size: u64| Entry {
        path: "in/notes".to_owned(),
        shown: None,
        outside: 3,
        bytes: Some(size),
        reach: Reach::InFolder,
    };
    for (size, expected) in [
        (MAX_WHOLE_BYTES, vec![(0, MAX_WHOLE_BYTES)]),
        (MAX_WHOLE_BYTES + 1, vec![(0, 4), (MAX_WHOLE_BYTES - 3, MAX_WHOLE_BYTES + 1)]),
    ] {
        let mut selector =
            FileSelector::new(vec![entry(size)], FoldersAbove::OutOfReach, TableRule::ByLog).unwrap();
        let mut ranges = Vec::new();
        while let [Need { entry, range }] = &selector.needs()[..] {
            selector.push(*entry, &vec![b'.'; (range.end - range.start) as usize]).unwrap();
            ranges.push((range.start, range.end));
        }
        assert_eq!(ranges, expected, "{size}");
    }
}

#[test]
fn several_tables_are_one_error() {
    let listing = listing(&[("a/_delta_log/", ""), ("b/_delta_log/", ""), ("c/.hoodie/", "")]);
    let error = listing.refused().to_string();
    assert!(error.starts_with("in/a/: ") && error.contains("and 2 other tables"), "{error}");
}

#[test]
fn a_table_as_files_hides_its_log() {
    let listing = listing(&[
        ("_delta_log/0.checkpoint.parquet", PARQUET),
        ("_change_data/cdc.parquet", PARQUET),
        ("metadata/v1.metadata.json", "{}"),
        ("metadata/x.parquet", PARQUET),
        ("data/x.parquet", PARQUET),
    ]);
    assert_eq!(listing.files(TableRule::AsFiles), ["data/x.parquet"]);
    let tables = listing.select(TableRule::AsFiles).unwrap().tables;
    assert_eq!((tables[0].path.as_str(), tables[0].as_files), ("in/", true));
}

fn line(path: &str, action: &str) -> String {
    let file = format!("file:///old%20place/in/{path}");
    format!(
        "{{\"path\":\"{file}\",\"size\":8,\"isDir\":false,\"modificationTime\":1,\"blockReplication\":1,\
         \"blockSize\":1,\"action\":\"{action}\"}}\n"
    )
}

fn log(lines: &[String]) -> &'static str {
    Box::leak(format!("v1\n{}", lines.concat()).into_boxed_str())
}

#[test]
fn a_sink_log_is_compacted_and_continued() {
    let add = |path| line(path, "add");
    let files = ["a", "b", "c", "d", "e"].map(|name| (name, PARQUET));
    let mut all = files.to_vec();
    all.extend([
        ("_spark_metadata/0", log(&[add("e")])),
        ("_spark_metadata/1.compact", log(&[add("a"), add("b")])),
        ("_spark_metadata/2", log(&[add("c"), line("b", "delete")])),
        ("_spark_metadata/.2.crc", "crc"),
    ]);
    let sink = listing(&all);
    assert_eq!(sink.files(TableRule::ByLog), ["a", "c"]);
    assert_eq!(sink.files(TableRule::AsFiles), ["a", "b", "c", "d", "e"]);
    let selected = sink.select(TableRule::ByLog).unwrap();
    let unlisted = selected.skipped.iter().filter(|it| it.reason == SkipReason::NotListed).count();
    assert_eq!((unlisted, selected.tables[0].version), (3, Some(2)));
}

#[test]
fn a_sink_log_names_files_by_uri() {
    let keys = listing(&[
        ("date=a%3Ab/part 0.parquet", PARQUET),
        ("date=a%3Ab/orphan.parquet", PARQUET),
        ("_spark_metadata/0", log(&[line("date=a%253Ab/part%200.parquet", "add")])),
    ]);
    assert_eq!(keys.files(TableRule::ByLog), ["date=a%3Ab/part 0.parquet"]);
    let plain = "{\"path\":\"/in/x/b.parquet\",\"action\":\"add\"}\n{\"path\":\"/in/a.parquet\",\"action\":\"add\"}\n";
    let mixed = listing(&[
        ("a.parquet", PARQUET),
        ("x/a.parquet", PARQUET),
        ("x/b.parquet", PARQUET),
        ("_spark_metadata/0", log(&[plain.to_owned()])),
    ]);
    assert_eq!(mixed.files(TableRule::ByLog), ["a.parquet", "x/b.parquet"]);
}

#[test]
fn a_sink_log_that_cannot_be_followed_is_an_error() {
    let code = |files: &[(&str, &'static str)]| listing(files).refused().code();
    let add = || line("a", "add");
    assert_eq!(code(&[("a", PARQUET), ("_spark_metadata/0", "v2\n{}")]), ErrorCode::Unsupported);
    assert_eq!(code(&[("a", PARQUET), ("_spark_metadata/0", "v1\nx")]), ErrorCode::Corrupt);
    assert_eq!(code(&[("a", PARQUET), ("_spark_metadata/0", "")]), ErrorCode::Corrupt);
    assert_eq!(code(&[("a", PARQUET), ("_spark_metadata/1", log(&[add()]))]), ErrorCode::Corrupt);
    assert_eq!(code(&[("b", PARQUET), ("_spark_metadata/0", log(&[add()]))]), ErrorCode::MissingFile);
    let listing = listing(&[("b", PARQUET), ("_spark_metadata/0", log(&[add()]))]);
    assert!(listing.refused().to_string().starts_with("in/a: a file that the streaming sink's log lists"));
}

#[test]
fn uncommitted_and_removed_files_of_databricks_are_skipped() {
    let files = [
        ("part-0-tid-1-x-c000.parquet", PARQUET),
        ("part-0-tid-2-x-c000.parquet", PARQUET),
        ("part-0-tid-3-x-c000.parquet", PARQUET),
        ("part-1-tid-3-x-c000.parquet", PARQUET),
        ("part-0-tid-4-x-c000.parquet", PARQUET),
        ("plain.parquet", PARQUET),
        ("_started_1", ""),
        ("_committed_1", "{\"added\":[\"part-0-tid-1-x-c000.parquet\"],\"removed\":[]}"),
        ("_started_2", ""),
        ("_started_3", ""),
        (
            "_committed_3",
            "{\"added\":[\"part-0-tid-3-x-c000.parquet\"],\"removed\":[\"part-0-tid-1-x-c000.parquet\"]}",
        ),
        ("_SUCCESS", ""),
    ];
    let listing = listing(&files);
    let read = ["part-0-tid-3-x-c000.parquet", "part-0-tid-4-x-c000.parquet", "plain.parquet"];
    assert_eq!(listing.files(TableRule::ByLog), read);
    assert_eq!(listing.files(TableRule::AsFiles).len(), 6);
    let selected = listing.select(TableRule::ByLog).unwrap();
    let count = |reason| selected.skipped.iter().filter(|it| it.reason == reason).count();
    assert_eq!((count(SkipReason::Uncommitted), count(SkipReason::Removed)), (2, 1));
    let error = self::listing(&[("a", PARQUET), ("_committed_1", "x")]).refused();
    assert_eq!(error.code(), ErrorCode::Corrupt);
}

#[test]
fn only_table_writers_names_are_suspected() {
    for name in [
        "part-00000-9d1b29e5-c46b-4c8d-9dfb-bd5d9f4ba2f5-c000.snappy.parquet",
        "part-00001-9d1b29e5-c46b-4c8d-9dfb-bd5d9f4ba2f5.c000.snappy.parquet",
        "part-00000-tid-1-9d1b29e5-2-1-c000.snappy.parquet",
    ] {
        assert!(is_from_table_writer(name), "{name}");
    }
    for name in ["part-0.parquet", "part-00000.parquet", "views-c000.parquet", "part-x-c000.parquet"] {
        assert!(!is_from_table_writer(name), "{name}");
    }
}

#[test]
fn a_file_of_a_table_writer_is_suspected_where_folders_are_out_of_reach() {
    let name = "part-00000-9d1b29e5-c46b-4c8d-9dfb-bd5d9f4ba2f5-c000.snappy.parquet";
    let notes = |path: String, reach, above| {
        let outside = if reach == Reach::InFolder { path.find('/').unwrap() + 1 } else { 0 };
        let entry = Entry { path, shown: None, outside, bytes: Some(9), reach };
        FileSelector::new(vec![entry], above, TableRule::ByLog).unwrap().finish().unwrap().notes.len()
    };
    assert_eq!(notes(name.to_owned(), Reach::Given, FoldersAbove::OutOfReach), 1);
    assert_eq!(notes(name.to_owned(), Reach::Given, FoldersAbove::Listed), 0);
    assert_eq!(notes(format!("date=1/{name}"), Reach::InFolder, FoldersAbove::OutOfReach), 1);
    assert_eq!(notes(format!("views/{name}"), Reach::InFolder, FoldersAbove::OutOfReach), 0);
}
