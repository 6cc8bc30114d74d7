//! Hand-worked cases of the damage index of lupus and of the encephalopathy score.

use super::{band, bounds, dec, domain, instrument, named, total};

/// Cataract 1 + two strokes 2 + GFR below 50 % 1 = 4; end-stage disease then makes the kidney 3, and the total 6.
#[test]
fn end_stage_disease_replaces_the_other_points_of_the_kidney() {
    let before = [("cataract", "1"), ("cva", "2"), ("gfr", "1")];
    let scored = named("sdi-47", &before, "0");
    assert_eq!(scored.total.exact(), Some(dec("4")));
    assert_eq!(["ocular", "neuropsychiatric", "renal"].map(|d| domain(&scored, d).to_string()), ["1", "2", "1"]);
    let after = [&before[..], &[("proteinuria", "1"), ("end-stage", "1")]].concat();
    let scored = named("sdi-47", &after, "0");
    assert_eq!(domain(&scored, "renal").exact(), Some(dec("3")));
    assert_eq!(scored.total.exact(), Some(dec("6")));
    let both = named("sdi-47", &[("gfr", "1"), ("proteinuria", "1")], "0");
    assert_eq!(both.total.exact(), Some(dec("2")));
}

#[test]
fn the_item_lists_reach_47_46_and_45() {
    for (id, items, most) in [("sdi-47", 41, "47"), ("sdi-46", 40, "46"), ("sdi-45", 39, "45")] {
        let sdi = instrument(id);
        assert_eq!((sdi.items.len(), sdi.range.upper), (items, Some(dec(most))), "{id}");
        let all: Vec<(&str, &str)> = sdi
            .items
            .iter()
            .map(|item| (item.id.as_str(), if item.range.upper == Some(dec("2")) { "2" } else { "1" }))
            .collect();
        assert_eq!(named(id, &all, "0").total.exact(), Some(dec(most)), "{id}");
    }
    assert!(instrument("sdi-46").item("tendon").is_none() && instrument("sdi-46").item("pancreas").is_some());
    assert!(instrument("sdi-45").item("pancreas").is_none());
}

#[test]
fn events_count_two_where_allowed() {
    let twice: Vec<&str> = instrument("sdi-47")
        .items
        .iter()
        .filter(|item| item.range.upper == Some(dec("2")))
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(twice, ["cva", "infarction", "tissue-loss", "bowel", "avascular-necrosis", "malignancy"]);
    assert!(instrument("sdi-47").item("cataract").unwrap().read("2").is_err());
}

#[test]
fn an_unknown_filtration_matters_only_without_end_stage_disease() {
    let scored = named("sdi-47", &[("gfr", "-")], "0");
    assert_eq!(bounds(&scored.total), ("0".into(), "1".into()));
    let scored = named("sdi-47", &[("gfr", "-"), ("end-stage", "1")], "0");
    assert_eq!(scored.total.exact(), Some(dec("3")));
    assert_eq!(scored.missing, ["gfr"]);
    let scored = named("sdi-47", &[("gfr", "1"), ("end-stage", "-")], "0");
    assert_eq!(bounds(&scored.total), ("1".into(), "3".into()));
}

/// Orientation 4, naming 3, command 1, writing 1, attention 1; 10 = grade 0, 7-9, 3-6, 0-2.
#[test]
fn ice_adds_to_ten_and_gives_its_share_of_the_grade() {
    assert_eq!(total("ice", "4 3 1 1 1"), dec("10"));
    assert_eq!(total("ice", "2 1 1 0 1"), dec("5"));
    let grade = |value: &str| band("ice", "icans-ice", value);
    assert_eq!(
        ["10", "9", "7", "6", "3", "2", "0"].map(grade),
        ["grade 0", "grade 1", "grade 1", "grade 2", "grade 2", "grade 3", "grade 3"]
    );
}
