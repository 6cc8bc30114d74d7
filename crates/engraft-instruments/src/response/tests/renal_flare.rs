//! Lupus nephritis: flare and relapse.

use engraft_base::Verdict::{self, Met, NotMet, Undetermined};

use super::{along, at};

#[test]
fn a_flare_depends_on_the_response_before_it() {
    let flare = |nadir: &str, values| along("renal-flare-aurora-2", &format!("nadir.upcr={nadir}"), "upcr", values);
    assert_eq!(flare("0.19", ["1", "1.01"]), [NotMet, Met]);
    assert_eq!(flare("0.2", ["1.01", "2.01"]), [NotMet, Met]);
    assert_eq!(flare("1", ["2", "2.01"]), [NotMet, Met]);
    assert_eq!(flare("1.01", ["2.5", "9"]), [NotMet, NotMet], "no response, not at risk");
    assert_eq!(flare("?", ["1", "3"]), [NotMet, Undetermined]);
}

const STABLE: &str = "nadir.upcr=300 upcr=300 nadir.creatinine=1 creatinine=1 nadir.urine_red_cells=4 urine_red_cells=4 \
    casts_or_dysmorphic=0";

/// Mild, moderate, severe, any.
fn relapse(text: &str) -> [Verdict; 4] {
    ["mild", "moderate", "severe", "any"]
        .map(|degree| at(&format!("kdigo-2012-relapse-{degree}"), &format!("{STABLE} {text}")))
}

#[test]
fn kdigo_2012_relapses() {
    let (none, mild) = ([NotMet; 4], [Met, NotMet, NotMet, Met]);
    let (moderate, severe) = ([NotMet, Met, NotMet, Met], [NotMet, NotMet, Met, Met]);
    for (text, expected) in [
        ("", none),
        ("urine_red_cells=16 casts_or_dysmorphic=1", mild),
        ("urine_red_cells=15 casts_or_dysmorphic=1", none),
        ("nadir.urine_red_cells=5 urine_red_cells=16 casts_or_dysmorphic=1", none),
        ("urine_red_cells=16", none),
        ("creatinine=1.19", none),
        ("creatinine=1.2", moderate),
        ("creatinine=2", moderate),
        ("creatinine=2.01", severe),
        ("nadir.creatinine=2 creatinine=2.39", none),
        ("nadir.creatinine=2 creatinine=2.4", moderate),
        ("nadir.creatinine=2 creatinine=3.5", moderate),
        ("nadir.creatinine=2 creatinine=3.51", severe),
        ("upcr=999", none),
        ("upcr=1000", moderate),
        ("nadir.upcr=499 upcr=1000", moderate),
        ("nadir.upcr=500 upcr=1999", none),
        ("nadir.upcr=500 upcr=2000", moderate),
        ("nadir.upcr=1000 upcr=2000", moderate),
        ("nadir.upcr=1000 upcr=6000", moderate),
        ("nadir.upcr=1000 upcr=6001", severe),
        ("nadir.upcr=1001 upcr=2001", none),
        ("nadir.upcr=1001 upcr=2002", moderate),
        ("upcr=1000 urine_red_cells=16 casts_or_dysmorphic=1", moderate),
        ("upcr=1000 creatinine=2.01", severe),
    ] {
        assert_eq!(relapse(text), expected, "{text}");
    }
    assert_eq!(relapse("upcr=? creatinine=2.01"), severe, "known to be severe");
    assert_eq!(relapse("upcr=? creatinine=1.2"), [NotMet, Undetermined, Undetermined, Met]);
}
