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
