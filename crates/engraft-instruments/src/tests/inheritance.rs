//! Descriptions that start from another one, and readings.

use std::sync::Arc;

use engraft_base::Finding;

use super::{dec, instrument, present};
use crate::{Instrument, builtin, builtins, registry};

fn parse(text: &str) -> Result<Instrument, Vec<Finding>> {
    Instrument::parse(&Arc::from("own.toml"), text)
}

fn codes(text: &str) -> Vec<&'static str> {
    parse(text).unwrap_err().iter().map(|finding| finding.code.0).collect()
}

const OWN: &str = "id = \"own\"\nbased-on = \"sledai-2k\"\n";

#[test]
fn what_is_not_stated_is_taken_from_the_base() {
    let own = parse(&format!("{OWN}name = \"Ours\"\nitems = [{{ id = \"fever\", counts-when = \"above 38.5\" }}]\n"))
        .unwrap();
    let base = instrument("sledai-2k");
    assert_eq!((own.name.as_str(), own.version.as_str()), ("Ours", base.version.as_str()));
    assert_eq!(own.items.len(), 24);
    assert_eq!(own.item("fever").unwrap().counts_when.as_deref(), Some("above 38.5"));
    assert_eq!(own.item("fever").unwrap().weight, Some(dec("1")));
    assert_eq!(own.item("seizure"), base.item("seizure"));
    assert_eq!(own.bands, base.bands);
}

#[test]
fn items_can_be_left_out_and_added() {
    let text = format!(
        "{OWN}without = [\"low-complement\", \"dna-binding\"]\nrange = [0, 103]\nitems = [{{ id = \"extra\", label = \
         \"extra\", kind = \"present\", weight = 2 }}]\n"
    );
    let own = parse(&text).unwrap();
    assert_eq!(own.items.len(), 23);
    assert_eq!(own.items.last().unwrap().id, "extra");
    // the domain that lost its items goes with them
    assert!(own.domains.iter().all(|domain| domain.id != "immunological"));
}

#[test]
fn faults_of_such_a_description_are_found() {
    assert_eq!(codes("id = \"own\"\nbased-on = \"sledai-2l\"\n"), ["S007"]);
    assert_eq!(codes(&format!("{OWN}without = [\"fevers\"]\n")), ["S007"]);
    assert_eq!(codes(&format!("{OWN}without = [\"fever\"]\n")), ["S011"]);
    assert_eq!(codes(&format!("{OWN}items = [{{ id = \"fever\", weight = 2 }}]\n")), ["S011"]);
    assert_eq!(codes(&format!("{OWN}items = [{{ id = \"new\", kind = \"present\" }}]\n")), ["S003"]);
    let twice = "items = [{ id = \"fever\" }, { id = \"fever\" }]";
    assert!(codes(&format!("{OWN}{twice}\n")).contains(&"S006"));
    assert_eq!(codes(&format!("{OWN}readings = [{{ name = \"x\", what = \"y\" }}]\n")), ["S010"]);
    let unknown = "readings = [{ name = \"x\", what = \"y\", counts-when = { fevers = \"z\" } }]";
    assert_eq!(codes(&format!("{OWN}{unknown}\n")), ["S010"]);
}

#[test]
fn a_reading_changes_what_an_answer_means_and_not_its_score() {
    let d30 = builtin("sledai-2k-d30").unwrap();
    assert_eq!(d30.look_back.as_deref(), Some("the last 30 days"));
    assert_eq!(d30.based_on.as_deref(), Some("sledai-2k"));
    let gt2 = builtin("sledai-2k-arthritis-gt2").unwrap();
    let when = |i: &Instrument| i.item("arthritis").unwrap().counts_when.clone().unwrap();
    assert!(when(gt2).starts_with("more than 2") && when(instrument("sledai-2k")).starts_with("at least 2"));
    let both = builtin("sledai-2k-arthritis-gt2-d28").unwrap();
    assert!(when(both).starts_with("more than 2"));
    assert_eq!(both.look_back.as_deref(), Some("the last 28 days"));
    let answers = present("sledai-2k", &["arthritis", "fever"]);
    for one in [d30, gt2, both] {
        assert_eq!(one.score(&answers), instrument("sledai-2k").score(&answers));
        assert!(one.page().contains(&one.id));
    }
    assert_eq!(instrument("sledai-2k").reading("d29"), None);
}

#[test]
fn every_lupus_index_has_the_three_windows_and_both_joint_counts() {
    for id in ["sledai-1992", "sledai-2k", "selena-sledai", "selena-sledai-s2k", "clinical-sledai-2k"] {
        let window = |id: &str| builtin(id).unwrap_or_else(|| panic!("{id}")).look_back.clone().unwrap();
        assert!(window(id).starts_with("the last 10 days"), "{id}");
        assert!(window(&format!("{id}-d28")).starts_with("the last 28 days"));
        assert!(window(&format!("{id}-d30")).starts_with("the last 30 days"));
        let joints = |id: &str| builtin(id).unwrap().item("arthritis").unwrap().counts_when.clone().unwrap();
        let other = if joints(id).starts_with("at least 2") { "arthritis-gt2" } else { "arthritis-ge2" };
        assert_ne!(joints(id), joints(&format!("{id}-{other}")));
        assert!(instrument(id).page().contains("## Readings"));
    }
    let proteinuria = |id: &str| builtin(id).unwrap().item("proteinuria").unwrap().counts_when.clone().unwrap();
    assert_eq!(proteinuria("selena-sledai-plain-proteinuria"), proteinuria("selena-sledai-s2k"));
    let platelets = |id: &str| builtin(id).unwrap().item("thrombocytopenia").unwrap().counts_when.clone();
    assert_eq!(platelets("selena-sledai-platelets-drug"), platelets("sledai-2k"));
}

#[test]
fn no_reading_hides_an_instrument_and_each_has_one_identifier() {
    let mut ids: Vec<&str> = registry::readings().iter().map(|i| i.id.as_str()).collect();
    ids.extend(builtins().iter().map(|i| i.id.as_str()));
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    assert!(registry::readings().iter().all(|i| engraft_base::id::is_valid(&i.id)));
}
