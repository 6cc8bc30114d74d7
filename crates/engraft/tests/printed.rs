//! Studies of which only printed figures are known, and studies that have both, through the command line.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{Folder, engraft, sound};

fn study(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies").join(name).display().to_string()
}

/// RESULTS of a study as rows of cells by column.
fn results(name: &str) -> Vec<Vec<String>> {
    let answer = engraft(&["analyze", &study(name)]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(answer.stdout.as_bytes());
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

const ANALYSIS: usize = 1;
const STATISTIC: usize = 10;
const TEXT: usize = 12;
const METHOD: usize = 15;
const NOTE: usize = 17;

fn texts<'a>(rows: &'a [Vec<String>], analysis: &str, statistic: &str, method: &str) -> Vec<&'a str> {
    let fits = |r: &&Vec<String>| r[ANALYSIS] == analysis && r[STATISTIC] == statistic && r[METHOD].contains(method);
    rows.iter().filter(fits).map(|r| r[TEXT].as_str()).collect()
}

#[test]
fn tang_2011_the_muscle_test_is_decided_and_ck_is_not() {
    let rows = results("tang-2011-pmdm");
    for visit in ["baseline", "m1", "m3", "m6"] {
        assert_eq!(texts(&rows, &format!("printed.mmt8-{visit}"), "reading", ""), ["sd"]);
    }
    for visit in ["baseline", "w1", "w2", "m1", "m3", "m6"] {
        assert_eq!(texts(&rows, &format!("printed.ck-{visit}"), "reading", ""), ["undecidable"]);
    }
    // 45±14 read as a standard error: 14 √8 = 39.6
    assert_eq!(texts(&rows, "printed.mmt8-baseline", "sd", "reading=sem"), ["39.6"]);
    let proofs = rows.iter().filter(|r| r[ANALYSIS] == "printed-reading.2" && r[NOTE] == "proof: not sem").count();
    assert_eq!(proofs, 2);
}

#[test]
fn tang_2011_the_steroid_claim_needs_a_correlation_of_at_least_minus_0_58() {
    let rows = results("tang-2011-pmdm");
    let claim = "printed-claim.glucocorticoid-w2";
    assert_eq!(texts(&rows, claim, "change", ""), ["-16"]);
    assert_eq!(texts(&rows, claim, "r-low", "reading=sd numbers=as-printed"), ["-0.58"]);
    assert!(texts(&rows, claim, "r-low", "reading=sem").is_empty());
    // at r = 0: 2.364624 √(225 + 36) / √8 = 13.506
    assert_eq!(texts(&rows, claim, "lower", "reading=sd r=0.00 "), ["-29.5"]);
    assert_eq!(texts(&rows, claim, "upper", "reading=sd r=0.00 "), ["-2.5"]);
}

#[test]
fn liang_2010_follow_up_is_decided_and_its_three_denominators_are_told() {
    let rows = results("liang-2010-sle");
    assert_eq!(texts(&rows, "printed.follow-up", "reading", ""), ["sd"]);
    assert_eq!(texts(&rows, "printed.sledai-baseline", "reading", ""), ["undecidable"]);
    assert_eq!(texts(&rows, "printed-conflict.1", "version 2", ""), ["18 to 24 months"]);
    let printed: Vec<&str> = rows.iter().filter(|r| r[STATISTIC] == "printed").map(|r| r[TEXT].as_str()).collect();
    assert!(printed.contains(&"15, 12, 13"), "{printed:?}");
    // 8 of 11, Clopper-Pearson
    assert_eq!(texts(&rows, "printed-count.constitutional", "lower", "clopper-pearson"), ["39.0"]);
    assert_eq!(texts(&rows, "printed-count.constitutional", "upper", "clopper-pearson"), ["94.0"]);
    assert!(texts(&rows, "printed-count.serositis", "lower", "").is_empty());
}

#[test]
fn a_study_with_subjects_and_printed_figures_reports_both() {
    let folder = tempfile::tempdir().unwrap();
    let answer = engraft(&["report", &study("shin-2021-ad"), "-o", &folder.path().display().to_string()]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let page = fs::read_to_string(folder.path().join("index.html")).unwrap();
    for id in ["id=\"responses\"", "id=\"printed-counts\"", "id=\"printed-checks\""] {
        assert!(page.contains(id), "{id}");
    }
    assert!(folder.path().join("derived").is_dir());
}

#[test]
fn a_study_of_printed_figures_alone_has_no_derived_data_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let answer = engraft(&["report", &study("wang-2012-sle"), "-o", &folder.path().display().to_string()]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let page = fs::read_to_string(folder.path().join("index.html")).unwrap();
    assert!(page.contains("No subject's data of this study are known here") && page.contains("What was planned"));
    assert!(!page.contains("id=\"baseline\"") && !folder.path().join("derived").exists());
    let out = folder.path().join("data-sets");
    let answer = engraft(&["derive", &study("wang-2012-sle"), "-o", &out.display().to_string()]);
    assert_eq!((answer.code, out.exists()), (4, false), "{}", answer.stderr);
}

/// The sound study without its data and with a published.toml.
fn printed_only(published: &str) -> Folder {
    let folder = sound();
    fs::remove_dir_all(folder.path("data")).unwrap();
    folder.write("published.toml", published)
}

const FIGURE: &str = "[[sources]]\nid = \"a\"\ntitle = \"A\"\nkind = \"abstract\"\n\n[[figures]]\nid = \"f\"\nlabel = \"Age\"\n\
                      n = 28\ncentre = \"5.19\"\nwhole-numbers = true\nsource = \"a\"\n";

#[test]
fn a_mean_that_whole_numbers_cannot_have_is_a_warning_with_its_place() {
    let study = printed_only(FIGURE);
    let answer = study.run("check", &[]);
    assert_eq!(answer.code, 0, "{}", answer.stdout);
    assert!(
        answer.stdout.contains("warning[F010]") && answer.stdout.contains("published.toml:7:6"),
        "{}",
        answer.stdout
    );
    assert_eq!(study.run("check", &["--strict"]).code, 1);
}

#[test]
fn a_faulty_file_of_printed_figures_stops_a_study_that_has_nothing_else() {
    let study = printed_only(&FIGURE.replace("source = \"a\"", "source = \"b\""));
    let answer = study.run("check", &[]);
    assert_eq!(answer.code, 1);
    assert!(answer.stdout.contains("error[F003]"), "{}", answer.stdout);
    let out: PathBuf = study.beside("report");
    assert_eq!(study.run("report", &["-o", &out.display().to_string()]).code, 1);
    assert!(!out.exists());
}

#[test]
fn the_page_of_a_printed_row_leads_to_published_toml() {
    let answer = engraft(&["explain", &format!("{}:R1", study("tang-2011-pmdm"))]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(answer.stdout.contains("from published.toml:"), "{}", answer.stdout);
}
