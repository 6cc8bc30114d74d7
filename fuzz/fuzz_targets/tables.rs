//! Arbitrary bytes as the files of `data/`, read, checked and derived under a fixed study.
//!
//! The bytes are split at lines `%%% NAME`; what stands before the first such line is subjects.csv.
#![no_main]

use std::sync::LazyLock;

use engraft_data::checks::run_checks;
use engraft_data::{DataFile, adam, derive, is_table_name, load_dataset};
use engraft_protocol::{Study, load_study};
use libfuzzer_sys::fuzz_target;

static STUDY: LazyLock<Study> = LazyLock::new(|| {
    let loaded = load_study("study.toml", include_bytes!("study.toml"), &[]);
    loaded.study.unwrap_or_else(|| panic!("the fixed study is at fault: {:?}", loaded.findings))
});

fuzz_target!(|bytes: &[u8]| {
    let files = split(bytes);
    let mut findings = Vec::new();
    let data = load_dataset(&STUDY, &files, &mut findings);
    let derived = derive(&STUDY, &data);
    let exclusions = run_checks(&STUDY, &data, &derived, &mut findings);
    let data = data.without(&exclusions);
    let derived = derive(&STUDY, &data);
    adam::data_sets(&STUDY, &data, &derived);
    for finding in &findings {
        assert!(finding.place.as_ref().is_some_and(|p| !p.file.is_empty()), "no place: {finding:?}");
        assert!(!finding.message.is_empty() && !finding.message.contains(['\n', '\r']), "not one line: {finding:?}");
    }
});

fn split(bytes: &[u8]) -> Vec<DataFile> {
    let mut files = Vec::new();
    let mut name = "subjects.csv".to_owned();
    let mut content: Vec<u8> = Vec::new();
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let Some(next) = line.strip_prefix(b"%%% ") else {
            content.extend_from_slice(line);
            continue;
        };
        files.push(DataFile { name: format!("data/{name}").into(), bytes: std::mem::take(&mut content) });
        name = String::from_utf8_lossy(next).trim().to_owned();
    }
    files.push(DataFile { name: format!("data/{name}").into(), bytes: content });
    files.retain(|f| is_table_name(&f.name));
    files
}
