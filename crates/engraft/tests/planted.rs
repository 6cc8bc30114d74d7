//! A simulated cohort has no fault, and of thirty kinds of fault planted in it each is found where it was planted, and
//! nothing else.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::fs;
use std::path::PathBuf;

use support::engraft;

/// A table of the cohort: lines as cells. The first line says that it is simulated, the second is the header.
struct Sheet {
    file: String,
    mark: String,
    lines: Vec<Vec<String>>,
}

/// The cohort, and the findings that its planted faults must give.
struct Cohort {
    dir: tempfile::TempDir,
    sheets: Vec<Sheet>,
    wanted: Vec<String>,
}

impl Cohort {
    fn new() -> Cohort {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("study")).unwrap();
        fs::write(dir.path().join("study/study.toml"), include_str!("support/planted/study.toml")).unwrap();
        let made = dir.path().join("made");
        let from = dir.path().join("study").display().to_string();
        let answer = engraft(&["simulate", &from, "-o", made.to_str().unwrap(), "--seed", "11"]);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        let mut cohort = Cohort { dir, sheets: Vec::new(), wanted: Vec::new() };
        for name in ["subjects", "infusions", "sledai", "clinic", "labs", "events", "disposition"] {
            let file = format!("data/{name}.csv");
            let text = fs::read_to_string(made.join(&file)).unwrap();
            let (mark, table) = text.split_once('\n').unwrap();
            assert!(mark.starts_with("# SIMULATED"), "{file}: {mark}");
            let lines = table.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
            cohort.sheets.push(Sheet { file, mark: mark.to_owned(), lines });
        }
        cohort
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("made")
    }

    fn sheet(&mut self, name: &str) -> &mut Sheet {
        self.sheets.iter_mut().find(|s| s.file == format!("data/{name}.csv")).unwrap()
    }

    /// Index of the line of a subject (and visit or nth row) in a table.
    fn line(&mut self, table: &str, subject: &str, which: &str) -> usize {
        let sheet = self.sheet(table);
        let mut mine = sheet.lines.iter().enumerate().filter(|(_, l)| l[0] == subject).map(|(i, _)| i);
        match which.parse::<usize>() {
            Ok(nth) => mine.nth(nth).unwrap(),
            Err(_) => mine.find(|i| sheet.lines[*i][1] == which).unwrap(),
        }
    }

    /// Writes a cell and expects a finding there; an empty code expects none.
    fn cell(&mut self, code: &str, table: &str, (subject, which): (&str, &str), column: &str, text: &str) {
        let line = self.line(table, subject, which);
        let sheet = self.sheet(table);
        let index = sheet.lines[0].iter().position(|c| c == column).unwrap();
        sheet.lines[line][index] = text.to_owned();
        if !code.is_empty() {
            // one line for the mark, and lines count from 1
            let place = format!("{code} {}:{}:{}", sheet.file, line + 2, index + 1);
            self.wanted.push(place);
        }
    }

    /// Expects a finding of a whole row.
    fn row(&mut self, code: &str, table: &str, (subject, which): (&str, &str)) {
        let line = self.line(table, subject, which);
        let file = self.sheet(table).file.clone();
        self.wanted.push(format!("{code} {file}:{}", line + 2));
    }

    /// Adds a line to the end of a table; gives its number in the file.
    fn append(&mut self, table: &str, line: &[&str]) -> usize {
        let sheet = self.sheet(table);
        let mut cells: Vec<String> = line.iter().map(|c| (*c).to_owned()).collect();
        cells.resize(sheet.lines[0].len(), String::new());
        sheet.lines.push(cells);
        sheet.lines.len() + 1
    }

    fn copy(&mut self, table: &str, subject: &str, which: &str) -> usize {
        let line = self.line(table, subject, which);
        let cells = self.sheet(table).lines[line].clone();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        self.append(table, &cells)
    }

    /// Findings of severity error or warning as `code file:row:column`, sorted.
    fn found(&self) -> Vec<String> {
        for sheet in &self.sheets {
            let lines: Vec<String> = sheet.lines.iter().map(|cells| cells.join(",")).collect();
            fs::write(self.path().join(&sheet.file), format!("{}\n{}\n", sheet.mark, lines.join("\n"))).unwrap();
        }
        let answer = engraft(&["check", self.path().to_str().unwrap(), "--format", "json"]);
        let document: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
        let serious = document["findings"].as_array().unwrap().iter().filter(|f| f["severity"] != "note");
        let text = |f: &serde_json::Value| {
            let place = &f["place"];
            let mut text = format!("{} {}", f["code"].as_str().unwrap(), place["file"].as_str().unwrap());
            for part in ["row", "column"] {
                if let Some(number) = place[part].as_u64().filter(|n| *n > 0) {
                    text.push_str(&format!(":{number}"));
                }
            }
            text
        };
        let mut found: Vec<String> = serious.map(text).collect();
        found.sort();
        found
    }
}

#[test]
fn a_simulated_cohort_has_no_fault() {
    let cohort = Cohort::new();
    assert_eq!(cohort.found(), Vec::<String>::new());
    let study = fs::read_to_string(cohort.path().join("study.toml")).unwrap();
    assert!(study.starts_with("# SIMULATED") && study.contains("data = \"simulated\""));
    assert!(study.contains("Simulated: A cohort") && study.contains("seed 11, replicate 0"));
}

#[test]
fn simulated_tables_among_real_ones_stop_the_study() {
    let cohort = Cohort::new();
    let study = cohort.path().join("study.toml");
    let text = fs::read_to_string(&study).unwrap().replace("data = \"simulated\"", "data = \"real\"");
    fs::write(study, text).unwrap();
    let found = cohort.found();
    assert_eq!(found.len(), 7, "{found:?}");
    assert!(found.iter().all(|f| f.starts_with("D022 ")));
    assert_eq!(engraft(&["analyze", cohort.path().to_str().unwrap()]).code, 1);
}

#[test]
fn thirty_kinds_of_fault_are_found_where_they_were_planted_and_nothing_else() {
    let mut c = Cohort::new();
    // S01 to S20 have one infusion, S21 to S40 two
    cells(&mut c);
    rows(&mut c);
    treatment(&mut c);
    let mut wanted = c.wanted.clone();
    wanted.sort();
    let found = c.found();
    assert_eq!(found, wanted, "found (left), planted (right)");
    let kinds: std::collections::BTreeSet<&str> = wanted.iter().filter_map(|w| w.split(' ').next()).collect();
    assert_eq!(kinds.len(), 30, "{kinds:?}");
}

/// Cells that cannot be read, or cannot be.
fn cells(c: &mut Cohort) {
    c.cell("D015", "clinic", ("S01", "v1"), "pga", "much");
    c.cell("D017", "clinic", ("S02", "v1"), "day", "noon");
    c.cell("D019", "clinic", ("S03", "v2"), "verdict", "maybe");
    c.cell("D020", "clinic", ("S04", "v2"), "pga", "9");
    c.cell("D021", "sledai", ("S05", "v1"), "rash", "7");
    c.cell("D034", "clinic", ("S06", "v1"), "visit", "v9");
    c.cell("", "clinic", ("S07", "v1"), "day", "");
    let line = c.line("clinic", "S07", "v1");
    c.sheet("clinic").lines[line][1] = String::new();
    c.wanted.push(format!("D035 data/clinic.csv:{}", line + 2));
    c.cell("", "clinic", ("S08", "v0"), "pga", "");
    c.row("D036", "clinic", ("S08", "v1"));
    c.cell("D040", "labs", ("S09", "v1"), "unit", "furlong");
    c.cell("D041", "labs", ("S10", "v1"), "unit", "");
    c.cell("D043", "labs", ("S11", "v1"), "value", "90000000");
    c.cell("D046", "labs", ("S12", "v1"), "value", "-5");
    c.cell("D033", "subjects", ("S13", "single"), "arm", "triple");
    c.cell("D053", "subjects", ("S14", "single"), "weight-kg", "650");
    c.cell("D058", "clinic", ("S15", "v0"), "pga", "0.5");
}

/// Rows too many, too long, of nobody.
fn rows(c: &mut Cohort) {
    let line = c.append("events", &["S16", "headache"]);
    c.sheet("events").lines.last_mut().unwrap().push("one too many".to_owned());
    c.wanted.push(format!("D007 data/events.csv:{line}"));
    let line = c.append("labs", &["S99", "v1", "30", "ck", "200", "U/L", "190"]);
    c.wanted.push(format!("D030 data/labs.csv:{line}:1"));
    let line = c.copy("subjects", "S17", "0");
    c.wanted.push(format!("D031 data/subjects.csv:{line}:1"));
    let line = c.copy("clinic", "S18", "v1");
    // both rows are at fault, with both measures of the table
    for _ in 0..2 {
        c.row("D032", "clinic", ("S18", "v1"));
        c.wanted.push(format!("D032 data/clinic.csv:{line}"));
    }
    c.cell("", "disposition", ("S19", "0"), "status", "died");
    c.cell("", "disposition", ("S19", "0"), "day", "60");
    for table in ["sledai", "clinic", "labs"] {
        c.row("D056", table, ("S19", "v2"));
    }
    let header = c.sheet("events").lines[0].clone();
    let mut event = vec![""; header.len()];
    for (column, text) in [("subject", "S20"), ("term", "cough"), ("start", "20"), ("end", "12")] {
        event[header.iter().position(|h| h == column).unwrap()] = text;
    }
    let line = c.append("events", &event);
    let end = header.iter().position(|h| h == "end").unwrap() + 1;
    c.wanted.push(format!("D054 data/events.csv:{line}:{end}"));
    let line = c.append("disposition", &["S21", "completed", "90"]);
    c.wanted.push(format!("D057 data/disposition.csv:{line}:2"));
    c.cell("", "disposition", ("S22", "0"), "status", "died");
    c.cell("D068", "disposition", ("S22", "0"), "day", "");
    c.cell("", "disposition", ("S23", "0"), "status", "dyed");
    c.row("D071", "disposition", ("S23", "0"));
    // outside every window
    c.cell("", "clinic", ("S24", "v1"), "day", "55");
    c.row("D014", "clinic", ("S24", "v1"));
}

/// Infusions and doses.
fn treatment(c: &mut Cohort) {
    let line = c.line("infusions", "S25", "1");
    c.sheet("infusions").lines.remove(line);
    c.row("D047", "infusions", ("S25", "0"));
    let line = c.copy("infusions", "S01", "0");
    c.sheet("infusions").lines[line - 2][1] = "14".to_owned();
    c.wanted.push(format!("D048 data/infusions.csv:{line}"));
    c.cell("", "infusions", ("S26", "1"), "day", "12");
    c.row("D049", "infusions", ("S26", "1"));
    c.cell("", "infusions", ("S27", "0"), "dose", "");
    c.cell("D051", "infusions", ("S27", "0"), "dose-per-kg", "2000000");
    c.cell("", "infusions", ("S28", "0"), "dose", "1000");
    let sheet = c.sheet("infusions");
    let column = sheet.lines[0].iter().position(|h| h == "dose-per-kg").unwrap() + 1;
    let line = c.line("infusions", "S28", "0");
    c.wanted.push(format!("D052 data/infusions.csv:{}:{column}", line + 2));
}
