//! Hostile sizes, through the binary: an error or the correct rows, in bounded memory.

use std::fs;

use daytally::Day;

use crate::effort::runs_all;
use crate::hostile::command::{FEW_MIB, refuse, succeed};
use crate::hostile::forged::{NEW_YEAR, Row, claim_rows, rewrite_footer, rows, varint, write, write_nulls};

const MIB: usize = 1 << 20;

#[test]
fn rows_that_exist_only_in_the_footer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    for claimed in [1_i64 << 40, i64::MAX] {
        write(&path, "", &rows(&["v"]));
        rewrite_footer(&path, |_, groups| {
            let claim = |group: parquet::file::metadata::RowGroupMetaData| {
                group.into_builder().set_num_rows(claimed).build().unwrap()
            };
            groups.into_iter().map(claim).collect()
        });
        for line in ["monthly a.parquet -o out.csv", "inspect a.parquet --rows 1", "all a.parquet -o out"] {
            refuse(
                folder.path(),
                line,
                &["a.parquet, row group 0", &format!("{claimed} rows"), "write the file again"],
            );
        }
    }
    // As many rows as the pages could contain.
    write(&path, "", &rows(&["v"]));
    rewrite_footer(&path, |_, groups| {
        groups.into_iter().map(|it| it.into_builder().set_num_rows(1 << 31).build().unwrap()).collect()
    });
    refuse(
        folder.path(),
        "monthly a.parquet -o out.csv",
        &["a.parquet, row group 0", "2147483647 more rows"],
    );
}

#[test]
fn a_footer_whose_row_count_differs_from_its_row_groups() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    for claimed in [0, 1, i64::MAX] {
        write(&path, "", &rows(&["v1", "v2", "v3"]));
        claim_rows(&path, claimed);
        succeed(folder.path(), "monthly a.parquet -o out.csv", 60);
        let months = fs::read_to_string(folder.path().join("out.csv")).unwrap();
        assert_eq!(months.lines().count(), 4, "{claimed}");
    }
}

/// Returns a file with only a footer: a version, and schema elements with `children` children.
fn only_a_schema(children: &[i32]) -> Vec<u8> {
    let mut footer = vec![0x15, 2, 0x19, 0xfc];
    varint(children.len() as u64, &mut footer);
    for &count in children {
        footer.extend([0x48, 1, b'a', 0x15]);
        varint(u64::from(count.cast_unsigned()) << 1, &mut footer);
        footer.push(0);
    }
    footer.extend([0x16, 0, 0]);
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [b"PAR1", &footer[..], &length, b"PAR1"].concat()
}

#[test]
fn a_deep_schema_and_a_schema_with_missing_children() {
    let folder = tempfile::tempdir().unwrap();
    let deep = |levels| only_a_schema(&[vec![1; levels], vec![0]].concat());
    for (bytes, mention) in [
        (deep(1_000), "found a schema of more than 100 levels"),
        (deep(80_000), "found a schema of more than 100 levels"),
        (only_a_schema(&[i32::MAX]), "an element of 2147483647 children, behind which 0 follow"),
    ] {
        fs::write(folder.path().join("a.parquet"), bytes).unwrap();
        for line in ["monthly a.parquet -o out.csv", "inspect a.parquet"] {
            refuse(folder.path(), line, &["a.parquet", mention]);
        }
    }
}

const FIXED: &str = "required binary video_id (UTF8);";

#[test]
fn values_of_any_width() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    for width in [i32::MAX, 257 << 20] {
        write_nulls(&path, FIXED, &format!("optional fixed_len_byte_array({width}) video_id;"), 20_000);
        let mentions = ["column \"video_id\"", "a value is too large", &format!("found {width}")];
        refuse(folder.path(), "monthly a.parquet -o out.csv", &mentions);
    }
    // 16,384 values would take 1 GiB.
    write_nulls(&path, FIXED, "optional fixed_len_byte_array(65536) video_id;", 20_000);
    let ran = succeed(folder.path(), "monthly a.parquet -o out.csv --threads 1", 60);
    assert!(ran.peak < 600, "{} MiB", ran.peak);
    assert_eq!(
        fs::read_to_string(folder.path().join("out.csv")).unwrap().lines().nth(1),
        Some("x,,2023-01,20000")
    );
}

#[test]
fn two_columns_with_the_same_name() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("a.parquet"), "required int32 date (DATE);", &rows(&["v"]));
    let mentions = ["a.parquet, column \"date\"", "not the only one of its name", "found 2 of them"];
    refuse(folder.path(), "monthly a.parquet -o out.csv", &mentions);
    // If a folder has the name too, the hive key is used.
    fs::create_dir(folder.path().join("date=2023-02-03")).unwrap();
    fs::rename(folder.path().join("a.parquet"), folder.path().join("date=2023-02-03/a.parquet")).unwrap();
    succeed(folder.path(), "monthly date=2023-02-03 -o out.csv", 60);
    let months = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert_eq!(months.lines().nth(1), Some("UCx,v,2023-02,1"));
}

#[test]
fn many_row_groups() {
    let count = if runs_all() { 100_000 } else { 20_000 };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, "", &rows(&["v1", "v2", "v3"]));
    rewrite_footer(&path, |_, groups| vec![groups[0].clone(); count]);
    let ran = succeed(folder.path(), "all a.parquet -o out --run-date 2023-04-19 --format csv", 300);
    assert!(ran.peak < 700, "{} MiB", ran.peak);
    let months = fs::read_to_string(folder.path().join("out/monthly.csv")).unwrap();
    assert_eq!(months.lines().nth(1), Some(format!("UCx,v1,2023-01,{count}").as_str()));
    assert!(ran.stderr.contains(&format!("{} rows repeating", 3 * (count - 1))), "{}", ran.stderr);
}

#[test]
fn ten_thousand_columns() {
    many_columns(10_000, [80, 200]);
}

#[test]
fn fifty_thousand_columns() {
    if runs_all() {
        many_columns(50_000, [300, 800]);
    } else {
        println!("skipped: it takes half a minute; DAYTALLY_TESTS=all runs it");
    }
}

/// Reads a file within a peak in MiB, and within another one with `inspect --rows`.
fn many_columns(columns: usize, peaks: [u64; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let more: String = (0..columns - 5).map(|number| format!("required int32 c{number};")).collect();
    write(&folder.path().join("a.parquet"), &more, &rows(&["v1", "v2", "v3"]));
    for line in ["monthly a.parquet -o out.csv", "all a.parquet -o out", "inspect a.parquet --rows 3"] {
        let ran = succeed(folder.path(), line, 300);
        // `inspect` has a decoder for each column.
        let peak = peaks[usize::from(line.starts_with("inspect"))];
        assert!(ran.peak < peak, "{line}: {} MiB", ran.peak);
    }
    let months = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert_eq!(months.lines().count(), 4);
}

#[test]
fn ids_of_a_mebibyte() {
    let folder = tempfile::tempdir().unwrap();
    let id = |number: usize| [vec![b'a'; MIB], number.to_string().into_bytes()].concat();
    let rows: Vec<Row> =
        (0..80).map(|number| (id(number % 40), NEW_YEAR, NEW_YEAR + 2 * (number / 40) as i32)).collect();
    write(&folder.path().join("a.parquet"), "", &rows);
    let line = "all a.parquet -o out --provider simulator --format csv --run-date 2023-04-19 --memory 48MiB --threads 2";
    let ran = succeed(folder.path(), line, 300);
    // Row groups and result windows need memory besides the state.
    assert!(ran.peak < 1_200, "{} MiB", ran.peak);
    for (name, lines) in [("monthly", 41), ("gaps-dates", 41), ("gaps-ranges", 41), ("snapshot", 41)] {
        let path = folder.path().join("out").join(name).with_extension("csv");
        let text = fs::read_to_string(path).unwrap();
        assert_eq!(text.lines().count(), lines, "{name}");
        let ids: std::collections::BTreeSet<&str> =
            text.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
        assert_eq!(ids.len(), 40, "{name}");
        assert!(ids.iter().all(|id| id.len() > MIB), "{name}");
    }
}

#[test]
fn gaps_of_ten_thousand_years_are_estimated() {
    let folder = tempfile::tempdir().unwrap();
    let first = Day::parse("0001-01-01").unwrap().number();
    let row = |number: i32| (format!("v{number:03}").into_bytes(), first, NEW_YEAR);
    write(&folder.path().join("a.parquet"), "", &(0..300).map(row).collect::<Vec<Row>>());
    // 0001-01-01 to 9999-12-31 is 3,652,059 days; each video has data on one.
    let days = 300 * 3_652_058_u64;
    let mentions = [
        "the gaps would have too many days",
        "at most 1000000000 missing days",
        &format!("{days} in 300 lists, up to 3652058 in one"),
        "--max-gap-days",
    ];
    let end = "--end-date 9999-12-31";
    for line in
        ["gaps a.parquet -o out.parquet", "gaps a.parquet --form dates -o out.csv", "all a.parquet -o out"]
    {
        refuse(folder.path(), &format!("{line} {end}"), &mentions);
    }
    let ranges = succeed(folder.path(), &format!("gaps a.parquet --form ranges -o ranges.csv {end}"), 60);
    assert!(ranges.peak < FEW_MIB, "{} MiB", ranges.peak);
    let text = fs::read_to_string(folder.path().join("ranges.csv")).unwrap();
    assert_eq!(text.lines().count(), 601);
    let first = "UCx,v000,0001-01-01,0001-01-01,2022-12-31,738520,leading";
    assert_eq!(text.lines().nth(1), Some(first));

    // With a higher limit the lists are written in small windows.
    write(&folder.path().join("a.parquet"), "", &(0..10).map(row).collect::<Vec<Row>>());
    let few = format!("--max-gap-days {} {end}", 10 * 3_652_058);
    refuse(
        folder.path(),
        &format!("gaps a.parquet -o out.arrow --max-gap-days 36520579 {end}"),
        &["36520580"],
    );
    let ran = succeed(folder.path(), &format!("gaps a.parquet -o lists.arrow {few}"), 300);
    assert!(ran.peak < 400, "{} MiB", ran.peak);
    let file = fs::File::open(folder.path().join("lists.arrow")).unwrap();
    let mut lists = 0;
    for batch in arrow::ipc::reader::FileReader::try_new(file, None).unwrap() {
        let batch = batch.unwrap();
        let column = arrow::array::AsArray::as_list::<i32>(batch.column(3));
        for list in column.iter() {
            assert_eq!(list.unwrap().len(), 3_652_058);
            lists += 1;
        }
    }
    assert_eq!(lists, 10);
}

/// 2^31 rows of one video and one day, in less than a megabyte.
#[test]
#[ignore = "it reads two billion rows"]
fn a_day_repeated_two_billion_times() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let row = (b"v".to_vec(), NEW_YEAR, NEW_YEAR);
    write(&path, "", &vec![row; 1 << 20]);
    rewrite_footer(&path, |_, groups| vec![groups[0].clone(); 1 << 11]);
    let ran = succeed(
        folder.path(),
        "all a.parquet -o out --provider simulator --format csv --run-date 2023-04-19",
        1_200,
    );
    let months = fs::read_to_string(folder.path().join("out/monthly.csv")).unwrap();
    assert_eq!(months.lines().nth(1), Some("UCx,v,2023-01,2147483648"));
    assert!(ran.stderr.contains("2147483647 rows repeating"), "{}", ran.stderr);
}
