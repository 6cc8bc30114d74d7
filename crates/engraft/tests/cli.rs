//! The command line as scripts meet it: exit codes, what goes to which stream, the same bytes every time.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Folder, engraft, records, sound};

const EVENTS: &str = "data/events.csv";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_sound_study_gives_0_and_a_broken_one_1() {
    assert_eq!(sound().run("check", &[]).code, 0);
    assert_eq!(sound().run("check", &["--strict"]).code, 0);
    let broken = sound().append("study.toml", "\n[[estimands]]\n");
    assert_eq!(broken.run("check", &[]).code, 1);
}

#[test]
fn warnings_count_only_when_asked_to() {
    let warned = sound().write("data/unused.csv", "a\n1\n");
    assert_eq!(warned.run("check", &[]).code, 0);
    assert_eq!(warned.run("check", &["--strict"]).code, 1);
}

#[test]
fn a_command_that_is_not_understood_gives_2() {
    let study = sound();
    let path = study.text();
    for arguments in [
        &["chekc", path.as_str()][..],
        &[],
        &["check"],
        &["check", path.as_str(), "--format", "xml"],
        &["analyze", path.as_str(), "-o", "results.txt"],
        &["analyze", path.as_str(), "-o", "results"],
        &["check", path.as_str(), "--queries", "queries.pdf"],
        &["list", "everything"],
        &["schema", "studdy"],
        &["derive", path.as_str()],
        &["explain", "no-such-thing-anywhere"],
    ] {
        let answer = engraft(arguments);
        assert_eq!(answer.code, 2, "{arguments:?}: {}", answer.stderr);
        assert!(!answer.stderr.is_empty(), "{arguments:?} says nothing");
    }
    assert!(engraft(&["chekc", &path]).stderr.contains("check"));
}

#[test]
fn help_and_version_give_0_on_standard_output() {
    for arguments in [&["--help"][..], &["--version"], &["help", "check"], &["analyze", "--help"], &["man"]] {
        let answer = engraft(arguments);
        assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
        assert!(!answer.stdout.is_empty());
    }
}

#[test]
fn what_cannot_be_read_or_written_gives_3() {
    for command in ["check", "analyze"] {
        assert_eq!(engraft(&[command, "no/such/folder"]).code, 3);
    }
    assert_eq!(engraft(&["diff", "no/such.csv", "no/such.json"]).code, 3);
    let study = sound().write("in-the-way", "a file where a folder is wanted");
    let output = study.path("in-the-way/results.csv");
    assert_eq!(study.run("analyze", &["-o", output.to_str().unwrap()]).code, 3);
    assert_eq!(study.run("derive", &["-o", study.path("in-the-way").to_str().unwrap()]).code, 3);
}

#[test]
fn explain_tells_the_nearest_right_name() {
    let near = [
        ("sledai2k", "sledai-2k"),
        ("easi50", "easi-50"),
        ("clopper-person", "clopper-pearson"),
        ("D0144", "D014"),
        ("signedrank", "signed-rank"),
    ];
    for (wrong, right) in near {
        let answer = engraft(&["explain", wrong]);
        assert_eq!((answer.code, answer.stdout.as_str()), (2, ""), "{wrong}");
        assert!(answer.stderr.contains(&format!("did you mean `{right}`?")), "{wrong}: {}", answer.stderr);
    }
    for right in ["sledai-2k", "easi-50", "clopper-pearson", "ck"] {
        assert_eq!(engraft(&["explain", right]).code, 0, "{right}");
        assert_eq!(json(&engraft(&["explain", right, "--format", "json"]).stdout)["name"], right);
    }
}

#[test]
fn every_catalogue_is_json_when_asked_for() {
    for what in ["instruments", "responses", "methods", "checks", "analytes"] {
        let text = engraft(&["list", what]);
        let answer = engraft(&["list", what, "--format", "json"]);
        assert_eq!((text.code, answer.code), (0, 0));
        let document = json(&answer.stdout);
        let rows = document.get("rows").or(document.get("instruments")).and_then(Value::as_array).unwrap();
        assert!(rows.len() >= 5, "{what} has {} entries", rows.len());
        assert!(text.stdout.lines().count() > rows.len(), "{what}: at least a line an entry, and a header");
    }
}

#[test]
fn schemas_are_json_and_that_of_a_study_is_the_published_one() {
    for what in ["study", "results", "instrument", "findings"] {
        assert!(json(&engraft(&["schema", what]).stdout).is_object());
    }
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas/study.schema.json");
    match fs::read_to_string(&published) {
        Ok(text) => {
            assert_eq!(engraft(&["schema", "study"]).stdout, text, "write docs/schemas/study.schema.json again")
        }
        Err(_) => eprintln!("SKIPPED: there is no docs/schemas/study.schema.json to compare with"),
    }
}

#[test]
fn results_differ_only_where_something_changed() {
    let study = sound();
    let (before, after) = (study.beside("before.json"), study.beside("after.json"));
    let (before, after) = (before.to_str().unwrap(), after.to_str().unwrap());
    assert_eq!(study.run("analyze", &["-o", before]).code, 0);
    assert_eq!(study.run("analyze", &["-o", after]).code, 0);
    let same = engraft(&["diff", before, after]);
    assert_eq!((same.code, same.stdout.as_str()), (0, "no differences\n"));
    let changed = study.replace("data/clinic.csv", "03,m3,91,22", "03,m3,91,24");
    assert_eq!(changed.run("analyze", &["-o", after]).code, 0);
    let other = engraft(&["diff", before, after, "--format", "json"]);
    assert_eq!(other.code, 1);
    assert!(!json(&other.stdout)["differences"].as_array().unwrap().is_empty());
    assert_eq!(engraft(&["diff", before, &changed.path("study.toml").display().to_string()]).code, 3);
}

#[test]
fn results_as_csv_and_as_json_hold_the_same_numbers() {
    let study = sound();
    let (csv, json) = (study.beside("results.csv"), study.beside("results.json"));
    let (csv, json) = (csv.to_str().unwrap(), json.to_str().unwrap());
    assert_eq!(study.run("analyze", &["-o", csv]).code, 0);
    assert_eq!(study.run("analyze", &["-o", json]).code, 0);
    let same = engraft(&["diff", csv, json]);
    assert_eq!((same.code, same.stdout.as_str()), (0, "no differences\n"));
}

#[test]
fn a_pipe_gets_nothing_but_the_answer() {
    let study = sound();
    let check = study.run("check", &[]);
    assert_eq!(check.stderr, "", "a sound study is checked in silence");
    let analyze = study.run("analyze", &[]);
    assert_eq!((analyze.code, analyze.stderr.as_str()), (0, ""));
    assert!(
        analyze.stdout.starts_with("row,analysis_id,") || analyze.stdout.contains("analysis_id"),
        "{}",
        &analyze.stdout[..80]
    );
    // what is found goes to standard error, so that standard output stays a table
    let broken = sound().replace("data/clinic.csv", "03,m3,91,22", "03,m3,91,x");
    let analyze = broken.run("analyze", &["--format", "json"]);
    assert_eq!(analyze.code, 1);
    assert!(analyze.stderr.contains("D015") && json(&analyze.stdout).is_object());
}

#[test]
fn a_table_never_begins_a_cell_with_a_formula() {
    let hostile = ["=cmd()|' /C calc'!A0", "+cmd", "-cmd", "@SUM(A1)", "-1+1", "=1", "\u{9}=1+1"];
    let study = hostile.iter().enumerate().fold(sound(), |study, (i, text)| {
        study
            .append(EVENTS, format!("0{},\"{text}\",1,no,\"{text}\",3,5\n", i % 6 + 1))
            .append("data/disposition.csv", format!("\"{text}\",\"{text}\",91,\"{text}\"\n"))
    });
    let study = study.append("data/labs.csv", "03,m1,30,CK,\"=2+3\",\"@x\",0.6,3\n=03,m1,30,CK,4,ukat/L,0.6,3\n");
    let (adam, queries) = (study.beside("adam"), study.beside("queries.csv"));
    assert_eq!(study.run("derive", &["-o", adam.to_str().unwrap()]).code, 1);
    assert_eq!(study.run("check", &["--queries", queries.to_str().unwrap()]).code, 1);
    assert_eq!(study.run("analyze", &["-o", study.beside("results.csv").to_str().unwrap()]).code, 1);
    let tables = fs::read_dir(adam).unwrap().map(|e| e.unwrap().path()).chain([queries, study.beside("results.csv")]);
    let mut cells = 0;
    for path in tables {
        for cell in records(&fs::read_to_string(&path).unwrap()).concat() {
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<f64>().is_err();
            assert!(!formula, "{}: {cell:?}", path.display());
            cells += 1;
        }
    }
    assert!(cells > 1_000);
    assert!(fs::read_to_string(study.beside("adam/adae.csv")).unwrap().contains("'=cmd()"));
}

#[test]
fn a_report_shows_hostile_texts_as_texts() {
    let study = sound()
        .append(EVENTS, "03,<script>alert(1)</script>,1,no,<img src=x onerror=alert(2)>,3,5\n")
        .replace("study.toml", "title = \"A small sound study\"", "title = \"</title><script>alert(3)</script>\"")
        .replace("study.toml", "[measures.index]", "[measures.index]\nlabel = \"\\\"><b onmouseover=alert(4)>\"");
    let folder = study.beside("report");
    assert_eq!(study.run("report", &["-o", folder.to_str().unwrap()]).code, 0);
    let page = fs::read_to_string(folder.join("index.html")).unwrap();
    for hostile in ["<script>alert", "<img src=x", "<b onmouseover", "</title><script"] {
        assert!(!page.contains(hostile), "{hostile}");
    }
    assert!(page.contains("&lt;script&gt;alert(3)"));
    assert!(!page.contains("http-equiv") && !page.contains("src=\"http"), "the page opens offline");
}

#[test]
fn a_query_list_has_a_row_a_finding() {
    let study = sound().replace("data/clinic.csv", "03,m3,91,22", "03,m3,91,x").write("data/unused.csv", "a\n1\n");
    let path = study.beside("queries.csv");
    assert_eq!(study.run("check", &["--queries", path.to_str().unwrap()]).code, 1);
    let rows = records(&fs::read_to_string(path).unwrap());
    assert_eq!(rows.len(), 3, "{rows:?}");
    let book = study.beside("queries.xlsx");
    assert_eq!(study.run("check", &["--queries", book.to_str().unwrap()]).code, 1);
    assert!(fs::read(book).unwrap().starts_with(b"PK"));
}

#[test]
fn the_same_study_gives_the_same_bytes_whatever_the_threads() {
    let published =
        |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies").join(name).display().to_string();
    for study in [sound().text_kept(), (published("dastmalchi-2008-iim"), None)] {
        for format in ["csv", "json"] {
            let run = |threads: &str| engraft(&["analyze", &study.0, "--format", format, "--threads", threads]).stdout;
            let first = run("1");
            assert!(first.len() > 1_000);
            for threads in ["2", "1", "2", "7"] {
                assert!(run(threads) == first, "{} differs with {threads} threads", study.0);
            }
        }
    }
}

#[test]
fn derived_data_and_query_lists_are_the_same_bytes_twice() {
    let study = sound().replace("data/clinic.csv", "03,m3,91,22", "03,m3,91,x");
    let write = |name: &str| {
        let (adam, queries) = (study.beside(name), study.beside(&format!("{name}.xlsx")));
        study.run("derive", &["-o", adam.to_str().unwrap()]);
        study.run("check", &["--queries", queries.to_str().unwrap()]);
        let mut names: Vec<_> = fs::read_dir(&adam).unwrap().map(|e| e.unwrap().path()).collect();
        names.sort();
        names.push(queries);
        names.iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>()
    };
    assert!(write("first") == write("second"));
}

#[test]
fn a_row_of_results_leads_back_to_its_cells() {
    let study = sound();
    let path = study.text();
    let answer = engraft(&["explain", &format!("{path}:R1")]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let beyond = engraft(&["explain", &format!("{path}:R999999")]);
    assert_eq!(beyond.code, 2);
    assert!(beyond.stderr.contains("the last is R"));
}

impl Folder {
    /// The path, with the folder kept for as long as the pair lives.
    fn text_kept(self) -> (String, Option<Folder>) {
        (self.text(), Some(self))
    }
}
