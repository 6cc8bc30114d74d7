//! Files of data/ that cannot be read, are not there, or are not the table that they should be.

use std::fs;

use rust_xlsxwriter::{Format, Formula, Workbook};

use crate::support::{Folder, rests_on, sound};

const SUBJECTS: &str = "data/subjects.csv";
const CLINIC: &str = "data/clinic.csv";
const LABS: &str = "data/labs.csv";

/// A workbook with one sheet of texts; empty texts are left out.
fn workbook(name: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(r as u32, c as u16, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// The subjects table of the sound study as a workbook.
fn subjects_book() -> Vec<u8> {
    let text = include_str!("../support/sound/data/subjects.csv");
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    workbook("subjects", &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn text_of(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path(name)).unwrap()
}

#[test]
fn a_binary_file_is_not_a_table() {
    sound().write(CLINIC, [b"GIF89a".as_slice(), &[0, 1, 2, 0xff]].concat()).is_refused(3, &["D002 data/clinic.csv"]);
}

#[test]
fn zero_bytes_are_no_text() {
    sound().append(LABS, b"06,m3,91,CK,\0,ukat/L,0.6,3\n").is_refused(3, &["D002 data/labs.csv"]);
}

#[test]
fn an_empty_file_is_told_as_empty() {
    for text in ["", "\n \r\n\t\n", "\u{feff}"] {
        sound().write("data/events.csv", text).is_refused(3, &["D003 data/events.csv"]);
    }
}

#[test]
fn a_subjects_table_with_a_header_only_holds_nobody() {
    let rest = ["infusions", "clinic", "mini", "labs", "events", "medications", "disposition"];
    let empty = rest.into_iter().fold(sound(), |folder, table| {
        let header = text_of(&folder, &format!("data/{table}.csv")).lines().next().unwrap().to_owned();
        folder.write(&format!("data/{table}.csv"), header)
    });
    empty.write(SUBJECTS, "subject,arm,age,diagnosis,weight-kg\n").is_refused(1, &["D013 data/subjects.csv"]);
}

#[test]
fn other_tables_with_a_header_only_are_no_fault() {
    sound()
        .write("data/events.csv", "subject,term\n")
        .write("data/medications.csv", "subject,drug,reason")
        .is_warned(&[]);
}

#[test]
fn a_line_of_a_hundred_megabytes_is_refused_in_time() {
    let folder = sound().append(LABS, vec![b'7'; 100_000_000]);
    let (code, found) = folder.findings();
    assert_eq!((code, found), (3, vec!["D004 data/labs.csv:20".to_owned()]));
}

#[test]
fn a_cell_of_a_megabyte_is_refused_and_a_long_one_is_shown_short() {
    let long = |n: usize| format!("01,{},2,no,yes,3,5\n", "fever ".repeat(n / 6));
    sound().append("data/events.csv", long(1_100_000)).is_refused(3, &["D004 data/events.csv:5"]);
    sound().append("data/events.csv", long(1_000_000)).is_warned(&[]);
    let verdict = format!("01,m3,91,18,,{}\n", "Improved".repeat(100_000));
    let folder = sound().append(CLINIC, verdict);
    folder.goes_on_without(&["D019 data/clinic.csv:20:6", "D032 data/clinic.csv:20", "D032 data/clinic.csv:4"], &[]);
    assert!(folder.run("check", &[]).stdout.len() < 20_000);
}

#[test]
fn two_columns_of_one_name_cannot_be_told_apart() {
    sound()
        .replace(CLINIC, "subject,visit,day,index,improved,verdict", "subject,visit,day,index,index,verdict")
        .is_refused_with(&["D006 data/clinic.csv:1:5", "D008 data/clinic.csv:1"]);
    sound()
        .replace(LABS, "lower-limit,upper-limit", "upper-limit,UPPER-LIMIT")
        .is_refused(1, &["D006 data/labs.csv:1:8"]);
}

#[test]
fn a_file_that_begins_in_utf_8_and_ends_in_latin_1_is_refused() {
    sound()
        .append("data/events.csv", "01,Übelkeit,1,no,no,3,5\n")
        .append("data/events.csv", b"02,\xdcbelkeit,1,no,no,3,5\n")
        .is_refused(3, &["D001 data/events.csv:6"]);
}

#[test]
fn a_table_in_utf_16_is_refused() {
    let text = include_str!("../support/sound/data/events.csv");
    let units = || std::iter::once(0xfeff_u16).chain(text.encode_utf16());
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    sound().write("data/events.csv", little).is_refused(3, &["D001 data/events.csv"]);
    sound().write("data/events.csv", &big).is_refused(3, &["D001 data/events.csv"]);
    sound().write("data/events.csv", &big[2..]).is_refused(3, &["D002 data/events.csv"]);
}

#[test]
fn a_quote_that_is_never_closed_is_told_at_its_line() {
    sound()
        .append("data/events.csv", "03,\"fever,1,no,no,3,5\n04,cough,1,no,no,3,5\n")
        .is_refused(3, &["D005 data/events.csv:5"]);
}

#[test]
fn an_inch_sign_inside_a_cell_is_no_open_quote() {
    sound().append("data/events.csv", "03,fell from 5\" step,1,no,no,3,5\n").is_warned(&[]);
    // after a closed field, as a later row, and at the end of the file
    sound()
        .append("data/events.csv", "03,\"a \"\"b\"\" c\",1,no,no,3,5\n03,\"never,1,no,no,3,5")
        .is_refused(3, &["D005 data/events.csv:6"]);
}

#[test]
fn rows_of_another_length_than_the_header_are_left_out() {
    sound()
        .replace(CLINIC, "02,m3,91,29,none,Unchanged", "02,m3,91,29,none")
        .replace(CLINIC, "05,m1,30,25,,", "05,m1,30,2,5,,,5")
        .goes_on_without(
            &["D007 data/clinic.csv:7", "D007 data/clinic.csv:15"],
            &["data/clinic.csv:7", "data/clinic.csv:15"],
        );
}

#[test]
fn crlf_and_old_line_ends_keep_the_lines() {
    for end in ["\r\n", "\r"] {
        let folder = sound().replace(CLINIC, "02,m3,91,29,none,Unchanged", "02,m3,91,2x9,none,Unchanged");
        let text = text_of(&folder, CLINIC).replace('\n', end);
        folder.write(CLINIC, text).goes_on_without(&["D015 data/clinic.csv:7:4"], &[]);
    }
}

#[test]
fn swapped_columns_are_told_cell_by_cell() {
    let folder = sound().replace(CLINIC, "subject,visit,day,index,", "subject,day,visit,index,");
    let rows = 2..20;
    let days = rows.clone().map(|row| format!("D017 data/clinic.csv:{row}:2"));
    let visits = rows.clone().map(|row| format!("D034 data/clinic.csv:{row}:3"));
    let expected: Vec<String> = days.chain(visits).collect();
    let (code, mut found) = folder.findings();
    found.retain(|f| !f.starts_with("D036"));
    assert!(code == 1 && found.len() == 36 && expected.iter().all(|e| found.contains(e)), "{found:#?}");
    let results = folder.results(1);
    assert!(rows.clone().all(|row| !rests_on(&results, &format!("data/clinic.csv:{row}"))));
    assert!(rests_on(&results, "data/labs.csv:2"), "other tables go on");
}

#[test]
fn a_missing_column_is_told_with_the_nearest_name() {
    let folder = sound()
        .replace(CLINIC, "subject,visit,day,index,", "subject,visit,day,indx,")
        .replace(SUBJECTS, "subject,arm,age", "subject,group,age")
        .replace(LABS, "test,value,unit", "test,value,units")
        .replace("data/mini.csv", "rash,fever", "rash,temperature");
    folder.is_refused_with(&[
        "D008 data/clinic.csv:1",
        "D008 data/subjects.csv:1",
        "D008 data/labs.csv:1",
        "D008 data/mini.csv:1",
    ]);
    let said = folder.run("check", &[]).stdout;
    assert!(said.contains("did you mean `indx`?") && said.contains("did you mean `units`?"), "{said}");
}

#[test]
fn a_missing_file_is_told_where_the_study_asks_for_it() {
    sound().remove(CLINIC).remove(LABS).is_refused(
        1,
        &[
            "D010 study.toml @\"clinic\"\nrange",
            "D010 study.toml:59:9",
            "D010 study.toml:54:9",
            "D010 study.toml:63:11",
        ],
    );
    sound().remove(SUBJECTS).is_refused_with(&["D013 data/subjects.csv"]);
}

#[test]
fn a_study_without_data_is_told_all_that_is_missing() {
    let folder = sound().with(|f| fs::remove_dir_all(f.path("data")).unwrap());
    folder.is_refused_with(&[
        "D013 data/subjects.csv",
        "D010 study.toml:42:11",
        "D010 study.toml:48:9",
        "D010 study.toml:54:9",
        "D010 study.toml:59:9",
        "D010 study.toml:63:11",
    ]);
}

#[test]
fn two_files_for_one_table_are_refused() {
    sound().write("data/subjects.xlsx", subjects_book()).is_refused(1, &["D012 data/subjects.xlsx#subjects"]);
    sound()
        .with(|f| assert!(fs::copy(f.path(LABS), f.path("data/labs.txt")).is_ok()))
        .is_refused(1, &["D012 data/labs.txt"]);
}

#[test]
fn a_file_that_nothing_uses_gets_the_nearest_name() {
    let folder = sound().write("data/desposition.csv", "subject,status\n01,completed\n");
    folder.is_warned(&["D011 data/desposition.csv"]);
    assert!(folder.run("check", &[]).stdout.contains("did you mean `disposition`?"));
}

#[test]
fn a_workbook_serves_as_a_table() {
    sound().remove(SUBJECTS).write("data/book.xlsx", subjects_book()).is_warned(&[]);
}

#[test]
fn a_workbook_that_is_no_workbook_is_refused() {
    for bytes in [
        b"subject,arm\n01,single\n".as_slice(),
        b"PK\x03\x04 and nothing more",
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ] {
        sound().write("data/extra.xlsx", bytes).is_refused(3, &["D002 data/extra.xlsx"]);
    }
}

#[test]
fn a_truncated_workbook_is_refused_wherever_it_ends() {
    let whole = subjects_book();
    for part in [1, 2, 3] {
        let bytes = &whole[..whole.len() * part / 4];
        sound().write("data/extra.xlsx", bytes).is_refused(3, &["D002 data/extra.xlsx"]);
    }
}

#[test]
fn a_sheet_with_cells_at_far_corners_does_not_fill_the_memory() {
    for corner in [(1_048_575, 16_383), (1_048_575, 0), (0, 16_383)] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("wide").unwrap();
        sheet.write_string(0, 16_383, "far").unwrap();
        sheet.write_string(corner.0, corner.1, "corner").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let folder = sound().write("data/book.xlsx", bytes);
        match corner.0 {
            0 => folder.is_warned(&["D011 data/book.xlsx#wide"]),
            _ => folder.is_refused(3, &["D004 data/book.xlsx#wide"]),
        }
    }
}

#[test]
fn error_cells_of_a_workbook_are_told_and_not_read_as_values() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("mini").unwrap();
    let text = include_str!("../support/sound/data/mini.csv");
    for (r, line) in text.lines().enumerate() {
        for (c, cell) in line.split(',').enumerate() {
            let (r, c) = (r as u32, c as u16);
            match (r, c) {
                (3, 3) => sheet.write_formula(r, c, Formula::new("=1/0").set_result("#DIV/0!")).unwrap(),
                (4, 5) => sheet.write_formula(r, c, Formula::new("=NA()").set_result("#N/A")).unwrap(),
                (5, 2) => sheet.write_formula(r, c, Formula::new("=A1+Z").set_result("#NAME?")).unwrap(),
                _ => sheet.write_string(r, c, cell).unwrap(),
            };
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    sound().remove("data/mini.csv").write("data/book.xlsx", bytes).goes_on_without(
        &["D021 data/book.xlsx#mini:4:4", "D021 data/book.xlsx#mini:5:6", "D017 data/book.xlsx#mini:6:3"],
        &["data/book.xlsx#mini:6"],
    );
}

#[test]
fn dates_of_a_workbook_that_do_not_exist_are_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("infusions").unwrap();
    let text = include_str!("../support/sound/data/infusions.csv");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (r, line) in text.lines().enumerate() {
        for (c, cell) in line.split(',').enumerate() {
            let (r, c) = (r as u32, c as u16);
            match (r, c) {
                // a serial number far beyond the calendar
                (2, 2) => sheet.write_number_with_format(r, c, 2.9e9, &date).unwrap(),
                (3, 2) => sheet.write_number_with_format(r, c, 44256.0, &date).unwrap(),
                (_, 1) if r > 0 => sheet.write_number(r, c, cell.parse::<f64>().unwrap()).unwrap(),
                _ => sheet.write_string(r, c, cell).unwrap(),
            };
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    sound()
        .remove("data/infusions.csv")
        .write("data/book.xlsx", bytes)
        .goes_on_without(&["D016 data/book.xlsx#infusions:3:3"], &["data/clinic.csv:5", "data/labs.csv:6"]);
}
