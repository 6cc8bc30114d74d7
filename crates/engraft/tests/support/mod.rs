//! A small sound study in a temporary folder, ways to break it, and what must hold of every answer.
#![allow(dead_code)]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// The files of the sound study.
const SOUND: [(&str, &str); 9] = [
    ("study.toml", include_str!("sound/study.toml")),
    ("instruments/mini-score.toml", include_str!("sound/instruments/mini-score.toml")),
    ("data/subjects.csv", include_str!("sound/data/subjects.csv")),
    ("data/infusions.csv", include_str!("sound/data/infusions.csv")),
    ("data/clinic.csv", include_str!("sound/data/clinic.csv")),
    ("data/mini.csv", include_str!("sound/data/mini.csv")),
    ("data/labs.csv", include_str!("sound/data/labs.csv")),
    ("data/events.csv", include_str!("sound/data/events.csv")),
    ("data/medications.csv", include_str!("sound/data/medications.csv")),
];

const DISPOSITION: (&str, &str) = ("data/disposition.csv", include_str!("sound/data/disposition.csv"));

/// A study folder that goes away with the value.
pub struct Folder {
    dir: tempfile::TempDir,
}

/// The sound study.
pub fn sound() -> Folder {
    let folder = Folder { dir: tempfile::tempdir().unwrap() };
    SOUND.into_iter().chain([DISPOSITION]).fold(folder, |folder, (name, text)| folder.write(name, text))
}

/// A RESULTS table or a command's answer, read.
pub struct Answer {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Runs the program with its output in pipes; it never fails by itself and never sends what steers a terminal.
pub fn engraft(arguments: &[&str]) -> Answer {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_engraft")).args(arguments).output().unwrap();
    let answer = Answer {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    };
    let said = format!("{arguments:?}\n{}\n{}", answer.stdout, answer.stderr);
    assert!((0..=4).contains(&answer.code), "exit code {}: {said}", answer.code);
    assert!(!said.contains("internal error") && !said.contains("panicked"), "{said}");
    let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    assert!(!said.contains(steers) && !said.contains('\u{202e}'), "a pipe got what steers a terminal: {said:?}");
    answer
}

impl Folder {
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("study").join(name)
    }

    pub fn text(&self) -> String {
        self.path("").display().to_string()
    }

    /// A path beside the study folder, for outputs.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, with its folder.
    pub fn write(self, name: &str, bytes: impl AsRef<[u8]>) -> Folder {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Adds to the end of a file.
    pub fn append(self, name: &str, bytes: impl AsRef<[u8]>) -> Folder {
        let mut whole = fs::read(self.path(name)).unwrap();
        whole.extend_from_slice(bytes.as_ref());
        self.write(name, whole)
    }

    /// Replaces a text that stands once in a file.
    pub fn replace(self, name: &str, old: &str, new: &str) -> Folder {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {name}");
        self.write(name, text.replacen(old, new, 1))
    }

    /// Removes a file.
    pub fn remove(self, name: &str) -> Folder {
        fs::remove_file(self.path(name)).unwrap();
        self
    }

    /// Does anything else to the folder.
    pub fn with(self, change: impl FnOnce(&Folder)) -> Folder {
        change(&self);
        self
    }

    /// Runs a command on the study.
    pub fn run(&self, command: &str, more: &[&str]) -> Answer {
        let path = self.text();
        engraft(&[&[command, path.as_str()], more].concat())
    }

    /// All findings but notes as `code file:row:column`, sorted; what holds of every finding is asserted.
    pub fn findings(&self) -> (i32, Vec<String>) {
        let json = self.run("check", &["--format", "json"]);
        let document: Value = serde_json::from_str(&json.stdout).unwrap();
        let findings = document["findings"].as_array().unwrap();
        let text = self.run("check", &[]);
        assert_eq!(text.code, json.code);
        let mut told = Vec::new();
        let mut counts = [0, 0, 0];
        for finding in findings {
            let severity = finding["severity"].as_str().unwrap();
            counts[["error", "warning", "note"].iter().position(|s| *s == severity).unwrap()] += 1;
            well_said(finding, &text.stdout);
            if severity != "note" {
                told.push(format!("{} {}", finding["code"].as_str().unwrap(), place(&finding["place"])));
            }
        }
        assert!(text.stdout.ends_with(&totals(counts)), "{} of {:?}", text.stdout, counts);
        told.sort();
        (json.code, told)
    }

    /// The findings are exactly these (`@text` stands for the place of that text in the file), with this exit code.
    fn finds(&self, code: i32, expected: &[&str]) {
        let mut wanted: Vec<String> = expected.iter().map(|e| self.located(e)).collect();
        wanted.sort();
        let (exit, found) = self.findings();
        assert_eq!(found, wanted, "found (left) is not what was broken (right)\n{}", self.run("check", &[]).stdout);
        assert_eq!(exit, code);
    }

    fn located(&self, expected: &str) -> String {
        let Some((start, needle)) = expected.split_once(" @") else { return expected.to_owned() };
        let (_, file) = start.split_once(' ').unwrap();
        let text = fs::read_to_string(self.path(file)).unwrap();
        let offset = text.find(needle).unwrap_or_else(|| panic!("no `{needle}` in {file}"));
        let before = &text[..offset];
        let row = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("{start}:{row}:{column}")
    }

    /// The study is refused: these findings, this exit code from every command, and nothing written.
    pub fn is_refused(&self, code: i32, expected: &[&str]) {
        self.finds(code, expected);
        self.writes_nothing(code);
    }

    /// The study is refused with at least these findings, each told by its beginning; what follows from them may come too.
    pub fn is_refused_with(&self, expected: &[&str]) {
        let (code, found) = self.findings();
        for start in expected.iter().map(|e| self.located(e)) {
            let start = start.as_str();
            let told =
                |f: &String| f.strip_prefix(start).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
            assert!(found.iter().any(told), "no {start} in {found:#?}");
        }
        assert_eq!(code, 1);
        self.writes_nothing(1);
    }

    /// No command that writes leaves anything behind.
    pub fn writes_nothing(&self, code: i32) {
        for (command, output) in
            [("analyze", "results.csv"), ("analyze", "results.json"), ("derive", "adam"), ("report", "report")]
        {
            let output = self.beside(output);
            let answer = self.run(command, &["-o", output.to_str().unwrap()]);
            assert_eq!(answer.code, code, "{command}: {}", answer.stderr);
            assert!(!answer.stderr.is_empty(), "{command} says nothing");
            assert!(!output.exists(), "{command} wrote {}", output.display());
        }
        let names: Vec<_> = fs::read_dir(self.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["study"], "something was left beside the study");
    }

    /// The folder cannot be read at all: exit code 3, one line that says why, and nothing written.
    pub fn is_unreadable(&self, why: &str) {
        let answer = self.run("check", &[]);
        assert_eq!(answer.code, 3, "{}", answer.stderr);
        assert!(answer.stderr.contains(why), "{}", answer.stderr);
        assert!(answer.stdout.is_empty(), "{}", answer.stdout);
        self.writes_nothing(3);
    }

    /// The findings are these; the analysis goes on without the rows (`data/labs.csv:3`) or values of cells
    /// (`data/labs.csv:3:5`) named, and exits with 1.
    pub fn goes_on_without(&self, expected: &[&str], rows: &[&str]) {
        self.finds(1, expected);
        let results = self.results(1);
        for place in rows {
            assert!(!rests_on(&results, place), "RESULTS rest on {place}");
        }
        assert_eq!(self.run("derive", &["-o", self.beside("adam").to_str().unwrap()]).code, 1);
        assert!(self.beside("adam/adsl.csv").exists());
        self.derived_without(rows);
    }

    /// No row of the derived data comes from these rows, and no value from these cells.
    fn derived_without(&self, places: &[&str]) {
        for entry in fs::read_dir(self.beside("adam")).unwrap() {
            let table = records(&fs::read_to_string(entry.unwrap().path()).unwrap());
            let column = |name: &str| table[0].iter().position(|c| c == name);
            let (Some(file), Some(line)) = (column("SRCFILE"), column("SRCROW")) else { continue };
            for record in &table[1..] {
                let row = format!("{}:{}", record[file], record[line]);
                assert!(!places.contains(&row.as_str()), "derived data rest on {row}: {record:?}");
                let Some((source, value)) = column("SRCCOL").zip(column("AVAL")) else { continue };
                let cell = format!("{row}:{}", self.column_number(&record[file], &record[source]));
                assert!(
                    !places.contains(&cell.as_str()) || record[value].is_empty(),
                    "a value from {cell}: {record:?}"
                );
            }
        }
    }

    /// The errors and warnings are these, and the analysis is made.
    pub fn finds_error(&self, expected: &[&str]) {
        self.goes_on_without(expected, &[]);
    }

    /// Every finding stands in this row, and its code is one of these.
    pub fn finds_error_of(&self, file: &str, row: u32, codes: &[&str]) {
        let (code, found) = self.findings();
        assert_eq!(code, 1, "{found:?}");
        for finding in &found {
            let (what, place) = finding.split_once(' ').unwrap();
            assert!(codes.contains(&what) && place.starts_with(&format!("{file}:{row}:")), "{finding}");
        }
        self.results(1);
    }

    /// Number of the column of that name in a table of the study, from 1.
    fn column_number(&self, file: &str, name: &str) -> usize {
        let text = fs::read(self.path(file)).unwrap_or_default();
        let header = String::from_utf8_lossy(&text).lines().next().unwrap_or("").to_owned();
        header.split(',').position(|c| c == name).map_or(0, |i| i + 1)
    }

    /// Nothing but warnings: exit code 0, and the analysis is made.
    pub fn is_warned(&self, expected: &[&str]) {
        self.finds(0, expected);
        self.results(0);
    }

    /// RESULTS as records, header first.
    pub fn results(&self, code: i32) -> Vec<Vec<String>> {
        let output = self.beside("results.csv");
        let answer = self.run("analyze", &["-o", output.to_str().unwrap()]);
        assert_eq!(answer.code, code, "{}", answer.stderr);
        let mut results = records(&fs::read_to_string(output).unwrap());
        // the study that these tests break is a simulated one, and its tables say so
        assert!(results.remove(0)[0].starts_with("# SIMULATED"));
        assert!(results.len() > 20, "RESULTS have {} rows", results.len());
        results
    }
}

/// Whether any row of RESULTS names this row among its sources, or any value this cell.
pub fn rests_on(results: &[Vec<String>], place: &str) -> bool {
    let column = |name: &str| results[0].iter().position(|c| c == name).unwrap();
    let (sources, value) = (column("source_rows"), column("value"));
    let is_cell = place.matches(':').count() == 2;
    let names =
        |part: &str| part.strip_prefix(place).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let from_it = |row: &&Vec<String>| row[sources].split("; ").any(names);
    results[1..].iter().filter(from_it).any(|row| !is_cell || !row[value].is_empty())
}

/// A place as `file:row:column`, without the parts that are zero.
fn place(place: &Value) -> String {
    let mut text = place["file"].as_str().unwrap().to_owned();
    for part in ["row", "column"].map(|key| place[key].as_u64().unwrap()) {
        if part > 0 {
            let _ = write!(text, ":{part}");
        }
    }
    text
}

fn totals(counts: [usize; 3]) -> String {
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    format!("{}, {}, {}\n", plural(counts[0], "error"), plural(counts[1], "warning"), plural(counts[2], "note"))
}

/// What holds of every finding: a place with a file, a message of one line that the text shows too.
fn well_said(finding: &Value, text: &str) {
    let message = finding["message"].as_str().unwrap();
    assert!(!message.is_empty() && message.lines().count() == 1 && message.chars().count() <= 801, "{finding}");
    assert!(text.contains(message), "{message}");
    assert!(!finding["place"]["file"].as_str().unwrap_or("").is_empty(), "no place: {finding}");
    assert!(finding["found"].as_str().unwrap_or("").chars().count() <= 61, "{finding}");
    for key in ["expected", "hint", "found", "subject", "visit"] {
        assert!(finding[key].as_str().unwrap_or("").lines().count() <= 1, "{key}: {finding}");
    }
}

/// The records of a CSV text, quotes taken off.
pub fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let record = records.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                record.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\n' if !quoted => records.push(vec![String::new()]),
            c => record.last_mut().unwrap().push(c),
        }
    }
    records.retain(|record| record.len() > 1 || !record[0].is_empty());
    records
}
