//! `engraft score`: items in, scores out.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::process::{Command, Output};

fn engraft(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_engraft")).args(arguments).output().unwrap()
}

/// EASI worked examples A1 (adult, 20.0) and A4 (half points, 8.2), and A1 with the trunk area missing.
fn easi_table() -> String {
    let regions = ["head-neck", "upper-limbs", "trunk", "lower-limbs"];
    let signs = ["erythema", "oedema", "excoriation", "lichenification", "area"];
    let header: Vec<String> = regions.iter().flat_map(|r| signs.iter().map(move |s| format!("{r}-{s}"))).collect();
    let a1 = "1,1,1,0,2,2,2,2,1,3,1,1,1,1,2,2,2,2,2,4";
    let a4 = "1.5,1,1,1,1,1.5,1.5,1.5,1,2,1,0.5,0.5,0.5,1,1.5,1.5,1.5,1.5,2";
    let open = "1,1,1,0,2,2,2,2,1,3,1,1,1,1,,2,2,2,2,4";
    let wrong = "1,1,1,0,2,2,2,2,1,3,1,1,1,1,7,2,2,2,2,4";
    format!("who,{}\nA1,{a1}\nA4,{a4}\nopen,{open}\nwrong,{wrong}\n=cmd(),{a1}\n", header.join(","))
}

fn scored(extra: &[&str]) -> (Vec<Vec<String>>, Output) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("items.csv");
    std::fs::write(&file, easi_table()).unwrap();
    let mut arguments = vec!["score", "easi", file.to_str().unwrap()];
    arguments.extend(extra);
    let output = engraft(&arguments);
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    (text.lines().map(|l| l.split(',').map(str::to_owned).collect()).collect(), output)
}

#[test]
fn the_worked_examples_come_out_and_a_missing_item_gives_bounds() {
    let (rows, output) = scored(&[]);
    assert_eq!(rows[0][..6], ["who", "score", "lower", "upper", "missing", "by-rule"]);
    assert_eq!(rows[1][..4], ["A1", "20", "20", "20"]);
    assert_eq!(rows[2][..2], ["A4", "8.2"]);
    // the trunk adds 0.3 x 4 x area, and the area is 0 to 6
    assert_eq!(rows[3][..5], ["open", "", "17.6", "24.8", "trunk-area"]);
    assert_eq!(output.status.code(), Some(1), "a row has a finding");
}

#[test]
fn an_answer_that_the_item_cannot_have_is_missing_with_a_finding() {
    let (rows, _) = scored(&[]);
    assert_eq!(rows[4][..3], ["wrong", "", "17.6"]);
    let line = rows[4].join(",");
    assert!(line.contains("trunk-area: outside the range of the item (`7`"), "{line}");
}

#[test]
fn formulas_are_defused_and_threads_do_not_matter() {
    let (one, _) = scored(&["--threads", "1"]);
    let (two, _) = scored(&["--threads", "2"]);
    assert_eq!(one, two);
    assert_eq!(one[5][0], "'=cmd()");
}

#[test]
fn a_row_is_explained_item_by_item() {
    let (_, output) = scored(&["--explain", "1"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("domain trunk: 2.4") && text.contains("score: 20\n"), "{text}");
}

#[test]
fn wrong_words_get_the_nearest_right_one_and_every_missing_column_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("items.csv");
    std::fs::write(&file, "neck,deltoid,bicps\n1,2,3\n").unwrap();
    let path = file.to_str().unwrap();
    let unknown = engraft(&["score", "esi", path]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8(unknown.stderr).unwrap().contains("did you mean `easi`?"));
    let output = engraft(&["score", "mmt8-unilateral", path, "--map", "bicepss=bicps"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.matches("there is no column").count() >= 5 && text.contains("has no item `bicepss`"), "{text}");
    let nowhere = engraft(&["score", "easi", "nowhere.csv"]);
    assert_eq!(nowhere.status.code(), Some(3));
}

/// Visits of two arms: the worked examples A1 (20.0) and A4 (8.2), and one row with a missing area.
#[test]
fn means_by_group_are_printed_and_nothing_is_written_without_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let table = easi_table().replacen("who,", "arm,", 1).replace("A4,", "A1,");
    let file = folder.path().join("items.csv");
    std::fs::write(&file, table).unwrap();
    let path = file.to_str().unwrap();
    let output = engraft(&["score", "easi", path, "--by", "Arm"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "arm,rows,complete,mean,sd,note");
    // (20 + 8.2) / 2, and 11.8 / sqrt(2)
    assert_eq!(lines[1], "A1,2,2,14.1,8.34386001800126,");
    assert_eq!(lines[2], "open,1,0,,,no complete score");
    assert_eq!((lines[4], lines.len()), ("'=cmd(),1,1,20,,one complete score has no SD", 5));
    let scores = folder.path().join("scores.csv");
    let both = engraft(&["score", "easi", path, "--by", "arm", "-o", scores.to_str().unwrap()]);
    assert_eq!(String::from_utf8(both.stdout).unwrap(), text);
    assert_eq!(std::fs::read_to_string(&scores).unwrap().lines().count(), 6);
}

#[test]
fn a_group_needs_a_column() {
    let (_, output) = scored(&["--by", "arms"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("there is no column `arms`"));
}

/// A workbook of two sheets with tables: cells are numbers, texts, formulas and empty cells.
#[test]
fn a_sheet_gives_what_its_table_gives_and_the_other_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (table, book) = (folder.path().join("items.csv"), folder.path().join("items.xlsx"));
    std::fs::write(&table, easi_table()).unwrap();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().set_name("cover").unwrap();
    for name in ["visits", "others"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for (row, line) in (0..).zip(easi_table().lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                match cell.parse::<f64>() {
                    Ok(number) if row != 2 => sheet.write_number(row, column, number).unwrap(),
                    _ if column == 20 && row == 2 => {
                        sheet.write_formula(row, column, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap()
                    }
                    _ => sheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
    }
    workbook.save(&book).unwrap();
    let (wanted, found) =
        (engraft(&["score", "easi", table.to_str().unwrap()]), engraft(&["score", "easi", book.to_str().unwrap()]));
    assert_eq!(String::from_utf8(found.stdout).unwrap(), String::from_utf8(wanted.stdout).unwrap());
    assert_eq!(found.status.code(), wanted.status.code());
    let said = String::from_utf8(found.stderr).unwrap();
    assert!(said.contains("the sheet `visits` is scored, and not `others`"), "{said}");
}

#[test]
fn a_workbook_without_a_table_or_with_days_for_answers_is_refused_or_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("items.xlsx");
    rust_xlsxwriter::Workbook::new().save(&path).unwrap();
    let empty = engraft(&["score", "viga-ad", path.to_str().unwrap()]);
    assert_eq!(empty.status.code(), Some(3));
    assert!(String::from_utf8(empty.stderr).unwrap().contains("it has no table"));
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet();
    // the header of two columns is one merged cell, so that the second has no name
    sheet.merge_range(0, 0, 0, 1, "who", &rust_xlsxwriter::Format::new()).unwrap();
    sheet.write_string(0, 2, "viga-ad").unwrap();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
    sheet.write_string(1, 0, "A1").unwrap().write_datetime_with_format(1, 1, &day, &format).unwrap();
    sheet.write_number(1, 2, 3).unwrap();
    sheet.write_string(2, 0, "A2").unwrap().write_datetime_with_format(2, 2, &day, &format).unwrap();
    workbook.save(&path).unwrap();
    let output = engraft(&["score", "viga-ad", path.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("who,,score,") && lines[1].starts_with("A1,2026-03-01,3,3,3,"), "{text}");
    assert!(lines[2].contains("not a number (`2026-03-01`"), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_parquet_is_refused_with_what_to_do() {
    let output = engraft(&["score", "easi", "items.parquet"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--features parquet"));
}
