//! Hand-worked cases of the sclerosis and arthritis instruments.

use super::{bounds, dec, instrument, score, total};

/// Fingers 3 + 3, hands 2 + 2, forearms 1 + 1 = 12.
#[test]
fn mrss_adds_seventeen_sites() {
    assert_eq!(total("mrss", "0 0 0 3 3 2 2 1 1 0 0 0 0 0 0 0 0"), dec("12"));
    assert_eq!(total("mrss", &"3 ".repeat(17)), dec("51"));
    let mrss = instrument("mrss");
    assert_eq!(mrss.items[3].id, "fingers-right");
    assert_eq!(mrss.items[8].id, "forearm-left");
}

/// 4 + 5 + 5 + 4 = 18, moderate; with CRP 0.7 mg/dL 18.7; CRP entered as 7 mg/L makes 25.
#[test]
fn cdai_and_sdai_add_joints_globals_and_crp() {
    assert_eq!(total("cdai", "4 5 5 4"), dec("18"));
    assert_eq!(instrument("cdai").bands[0].level(dec("18")), Some("moderate"));
    assert_eq!(instrument("cdai").bands[0].level(dec("22.1")), Some("high"));
    assert_eq!(total("sdai", "4 5 5 4 0.7"), dec("18.7"));
    assert_eq!(total("sdai", "4 5 5 4 7"), dec("25"));
}

#[test]
fn sdai_without_crp_is_open_above() {
    let scored = score("sdai", "4 5 5 4 -");
    assert_eq!(bounds(&scored.total), ("18".into(), "?".into()));
    assert_eq!(scored.total.at_least(dec("11")).word(), "met");
}
