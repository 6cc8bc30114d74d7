//! Arbitrary bytes as study.toml; when they load, a small fixed data set is derived and checked by them.
#![no_main]

use engraft_base::Finding;
use engraft_data::checks::run_checks;
use engraft_data::{DataFile, adam, derive, load_dataset};
use engraft_protocol::load_study;
use libfuzzer_sys::fuzz_target;

const TABLES: [(&str, &str); 6] = [
    (
        "data/subjects.csv",
        "subject,arm,age,diagnosis,weight-kg\n01,single,40,PM,60\n02,single,50,DM,\n03,double,,IBM,80\n",
    ),
    (
        "data/infusions.csv",
        "subject,cycle,day,date,dose,dose-per-kg,weight-kg\n01,1,0,2021-03-01,6e7,1e6,60\n03,1,0,,8e7,,80\n03,2,200,,8e7,,80\n",
    ),
    (
        "data/clinic.csv",
        "subject,visit,day,mmt8,functional-index,verdict,improved-measures\n01,baseline,0,57,23,,\n01,after,98,61,31,Improved,DGA; PGA\n02,baseline,,66,,,\n02,after,,73,54,Unchanged,none\n",
    ),
    (
        "data/labs.csv",
        "subject,visit,day,test,value,unit,lower-limit,upper-limit\n01,baseline,0,CK,1.8,ukat/L,,3\n01,after,98,CK,<1.3,ukat/L,,3\n02,after,,CK,200,U/L,,\n",
    ),
    ("data/events.csv", "subject,term,grade,serious,start,end\n01,fever,2,no,3,5\n02,fatigue,,,,\n"),
    ("data/disposition.csv", "subject,status,day,reason\n01,completed,98,\n02,dropped out,,lost\n03,died,150,\n"),
];

fuzz_target!(|bytes: &[u8]| {
    let loaded = load_study("study.toml", bytes, &[]);
    placed(&loaded.findings);
    let Some(study) = loaded.study else { return };
    let files: Vec<DataFile> =
        TABLES.iter().map(|(name, text)| DataFile { name: (*name).into(), bytes: text.as_bytes().to_vec() }).collect();
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    let derived = derive(&study, &data);
    let exclusions = run_checks(&study, &data, &derived, &mut findings);
    let data = data.without(&exclusions);
    let derived = derive(&study, &data);
    adam::data_sets(&study, &data, &derived);
    placed(&findings);
});

/// What holds for every finding: a place with a file, and a message of one line.
fn placed(findings: &[Finding]) {
    for finding in findings {
        assert!(finding.place.as_ref().is_some_and(|p| !p.file.is_empty()), "no place: {finding:?}");
        assert!(!finding.message.is_empty() && !finding.message.contains(['\n', '\r']), "not one line: {finding:?}");
    }
}
