//! What each formula asks of a description, and how the page words it.

use std::sync::Arc;

use super::instrument;
use crate::{Instrument, json_schema};

/// Codes of the faults of a built-in description after a change.
fn codes(base: &str, change: &str) -> Vec<&'static str> {
    let text = format!("id = \"own\"\nbased-on = \"{base}\"\n{change}\n");
    match Instrument::parse(&Arc::from("own.toml"), &text) {
        Ok(_) => Vec::new(),
        Err(findings) => findings.iter().map(|finding| finding.code.0).collect(),
    }
}

#[test]
fn what_does_not_go_with_a_formula_is_found() {
    for (base, change, code) in [
        ("das28-crp", "without = [\"crp\"]", "S013"),
        ("das28-crp", "items = [{ id = \"crp\", weight = 2 }]", "S010"),
        ("das28-crp", "missing-allowed = 1", "S010"),
        ("das28-crp", "factor = 2", "S010"),
        ("das28-crp", "intercept = 2", "S010"),
        ("upcr-mg-g", "without = [\"urine-creatinine\"]", "S013"),
        ("upcr-mg-g", "factor = 0", "S010"),
        ("egfr-ckd-epi-2021", "without = [\"sex\"]", "S013"),
        ("egfr-schwartz", "without = [\"height\"]", "S013"),
        ("eustar-2017", "items = [{ id = \"crp\", threshold = { points = 1 } }]", "S010"),
        ("eustar-2017", "items = [{ id = \"crp\", threshold = { above = 1, below = 2, points = 1 } }]", "S010"),
        ("eustar-2017", "items = [{ id = \"crp\", threshold = { above = 1 } }]", "S003"),
        ("eustar-2017", "items = [{ id = \"crp\", role = \"aid\" }]", "S010"),
        ("sledai-2k", "items = [{ id = \"fever\", threshold = { above = 1, points = 1 } }]", "S010"),
        ("myoact", "items = [{ id = \"skeletal\", range = [0, inf] }]", "S010"),
        ("myoact", "missing-allowed = 6", "S010"),
        ("dlqi-r", "without = [\"sport\"]", "S013"),
        ("sdi-47", "items = [{ id = \"gfr\", role = \"replaces\" }]", "S013"),
        ("tis-2016-adult", "domains = [{ id = \"haq\", cuts = [5, 5, 25, 40] }]", "S010"),
        ("tis-2016-adult", "domains = [{ id = \"haq\", points = [0, 5] }]", "S010"),
        ("tis-2016-adult", "domains = [{ id = \"haq\", points = [0, 5, 4, 7, 8] }]", "S010"),
        ("tis-2016-adult", "domains = [{ id = \"mmt\", scale = 150 }]", "S010"),
        ("tis-2016-adult", "domains = [{ id = \"haq\", choice = \"enzyme\" }]", "S013"),
        ("tis-2016-adult", "without = [\"ck-upper-limit\"]", "S013"),
        ("tis-2016-adult", "items = [{ id = \"ck-upper-limit\", range = [0, inf] }]", "S010"),
        ("easi", "domains = [{ id = \"trunk\", cuts = [1] }]", "S010"),
        ("criss-2016", "range = [0, 2]", "S011"),
    ] {
        assert!(codes(base, change).contains(&code), "{base} {change}: {:?}", codes(base, change));
        assert_eq!(codes(base, ""), Vec::<&str>::new(), "{base}");
    }
}

#[test]
fn pages_say_the_formula_in_words() {
    for (id, words) in [
        ("sledai-2k", "Sum of the points of all items."),
        ("pga-from-10", "The value times 0.3."),
        ("measi", "Added to the signs of each region: itch as judged by the patient."),
        ("haq-di-one-missing", "at most one of the 8 is missing"),
        ("sdi-47", "3, replaces its domain"),
        ("myoact", "Sum of the items over the sum of their greatest values."),
        ("dlqi-r", "number of relevant items"),
        ("upcr-mg-g", "(protein in urine in mg/dL) × 1000 / (creatinine in urine in mg/dL)"),
        ("upcr-mg-g", "Range: 0 or more mg/g"),
        ("eustar-2017", "1.5 when above 18"),
        ("eustar-2017-graded-mrss", "1.5 when above 18, else value × 0.084"),
        ("tis-2016-adult", "scale 15 × upper limit, choice `enzyme`"),
        ("tis-2016-adult", "scale the maximum of the form"),
        ("criss-2016", "x = -5.54 + 0.81 × `mrss-baseline` + -0.81 × `mrss-follow-up`"),
        ("das28-crp", "ln(CRP + 1)"),
        ("das28-esr-floor-1", "a rate of 0 counted as 1"),
        ("egfr-ckd-epi-2021", "0.9938^age"),
        ("egfr-schwartz", "0.413 × height"),
        ("tis-2016-jdm", "Starts from: `tis-2016-adult`"),
        ("sledai-2k", "`sledai-2k-d30`: 30-day window"),
    ] {
        let page = instrument(id).page();
        assert!(page.contains(words), "{id}: {words}\n{page}");
    }
}

#[test]
fn the_schema_lets_a_description_start_from_another() {
    let schema = json_schema();
    assert!(schema.get("required").is_none());
    assert_eq!(schema.pointer("/anyOf/1/required/1").and_then(|key| key.as_str()), Some("based-on"));
    let full = schema.pointer("/anyOf/0/required").unwrap().as_array().unwrap();
    assert!(full.iter().any(|key| key.as_str() == Some("measures")));
    assert_eq!(schema.pointer("/$defs/Item/required").unwrap().as_array().unwrap().len(), 1);
}
