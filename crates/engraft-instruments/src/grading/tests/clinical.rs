//! Cytokine release syndrome, neurotoxicity and infusion reactions: worked cases, every level, every completion.

use engraft_base::Verdict;

use super::super::{
    Consciousness, Crs, Grade, Icans, Ice, IceScore, InfusionReaction, Oedema, Oxygen, Seizure, astct_crs, astct_icans,
    course, episode, infusion_reaction, scale,
};
use super::dec;

/// 39.2 °C without another cause, nothing else.
fn feverish() -> Crs {
    Crs {
        temperature: Some(dec("39.2")),
        fever_other_cause: Some(false),
        treated: Some(false),
        hypotension: Some(false),
        vasopressors: Some(0),
        vasopressin: Some(false),
        oxygen: Some(Oxygen::RoomAir),
        died: Some(false),
    }
}

fn well() -> Icans {
    Icans {
        ice: Some(Ice::Total(10)),
        consciousness: Some(Consciousness::Alert),
        seizure: Some(Seizure::Absent),
        weakness: Some(false),
        oedema: Some(Oedema::Absent),
        died: Some(false),
    }
}

fn crs(input: Crs) -> Grade {
    astct_crs(&input).unwrap().grade
}

fn icans(input: Icans) -> Grade {
    astct_icans(&input).unwrap().grade
}

fn pressors(count: u8, vasopressin: bool) -> Crs {
    Crs { hypotension: Some(true), vasopressors: Some(count), vasopressin: Some(vasopressin), ..feverish() }
}

#[test]
fn worked_cases_of_cytokine_release_syndrome() {
    assert_eq!(crs(feverish()), Grade::known(1));
    assert_eq!(crs(Crs { oxygen: Some(Oxygen::Cannula(Some(dec("2")))), ..feverish() }), Grade::known(2));
    assert_eq!(crs(pressors(0, false)), Grade::known(2));
    assert_eq!(crs(pressors(1, true)), Grade::known(3));
    assert_eq!(crs(pressors(2, false)), Grade::known(4));
    let treated = Crs {
        temperature: Some(dec("36.8")),
        treated: Some(true),
        oxygen: Some(Oxygen::Cannula(Some(dec("8")))),
        ..feverish()
    };
    let graded = astct_crs(&treated).unwrap();
    assert_eq!(graded.grade, Grade::known(3));
    let columns = [("fever", Grade::known(0)), ("hypotension", Grade::known(0)), ("hypoxia", Grade::known(3))];
    assert_eq!(graded.columns, columns);
    assert_eq!(crs(Crs { treated: Some(false), ..treated.clone() }), Grade::known(0));
    assert_eq!(crs(Crs { oxygen: Some(Oxygen::RoomAir), ..treated }), Grade::known(0));
    assert_eq!(crs(Crs { died: Some(true), ..feverish() }), Grade::known(5));
}

#[test]
fn fever_starts_at_38_0_and_high_flow_above_6_litres() {
    let at = |text: &str| crs(Crs { temperature: Some(dec(text)), ..feverish() });
    assert_eq!((at("37.9"), at("38.0"), at("38.1")), (Grade::known(0), Grade::known(1), Grade::known(1)));
    let flow = |text: &str| crs(Crs { oxygen: Some(Oxygen::Cannula(Some(dec(text)))), ..feverish() });
    assert_eq!((flow("5.9"), flow("6"), flow("6.1")), (Grade::known(2), Grade::known(2), Grade::known(3)));
    assert_eq!(crs(Crs { fever_other_cause: Some(true), ..feverish() }), Grade::known(0));
}

#[test]
fn what_was_not_recorded_leaves_the_grade_of_crs_open() {
    let graded = astct_crs(&Crs { oxygen: Some(Oxygen::Cannula(None)), ..feverish() }).unwrap();
    assert_eq!((graded.grade, graded.missing.as_slice()), (Grade::between(2, 3), ["oxygen"].as_slice()));
    let graded = astct_crs(&Crs { temperature: None, ..pressors(1, false) }).unwrap();
    assert_eq!(
        (graded.grade, graded.missing.as_slice()),
        (Grade { at_least: 0, at_most: 3 }, ["temperature"].as_slice())
    );
    let graded = astct_crs(&Crs { vasopressors: None, ..pressors(0, false) }).unwrap();
    assert_eq!((graded.grade, graded.missing.as_slice()), (Grade::between(2, 4), ["vasopressors"].as_slice()));
    assert_eq!(crs(Crs::default()), Grade::between(0, 5));
    assert_eq!(crs(Crs { died: None, ..feverish() }), Grade { at_least: 1, at_most: 5 });
}

#[test]
fn findings_that_cannot_be_are_refused() {
    assert!(astct_crs(&Crs { temperature: Some(dec("102")), ..feverish() }).is_err());
    assert!(astct_crs(&Crs { oxygen: Some(Oxygen::Cannula(Some(dec("0")))), ..feverish() }).is_err());
    assert!(astct_crs(&Crs { vasopressors: Some(1), ..feverish() }).is_err());
    assert!(astct_icans(&Icans { ice: Some(Ice::Total(11)), ..well() }).is_err());
    let naming = IceScore { naming: Some(4), ..IceScore::default() };
    assert_eq!(Ice::Items(naming).score().unwrap_err().input, "ice-naming");
    assert!(
        infusion_reaction(&InfusionReaction { reaction: Some(false), died: Some(true), ..InfusionReaction::default() })
            .is_err()
    );
}

#[test]
fn every_level_of_crs_has_the_grade_of_its_page() {
    let scale = scale("astct-crs").unwrap();
    let flow = |text: &str| Oxygen::Cannula(Some(dec(text)));
    for (level, oxygen) in [
        ("blow-by", Oxygen::BlowBy),
        ("cannula-low", flow("6")),
        ("cannula-high", flow("7")),
        ("face-mask", Oxygen::FaceMask),
        ("non-rebreather", Oxygen::NonRebreather),
        ("venturi", Oxygen::Venturi),
        ("positive-pressure", Oxygen::PositivePressure),
    ] {
        let grade = crs(Crs { oxygen: Some(oxygen), ..feverish() }).exact();
        assert_eq!(grade, scale.grade_of("hypoxia", level), "{level}");
    }
    for (level, input) in [
        ("no-vasopressor", pressors(0, false)),
        ("one-vasopressor", pressors(1, false)),
        ("one-vasopressor", pressors(1, true)),
        ("vasopressin-alone", pressors(0, true)),
        ("several-vasopressors", pressors(2, true)),
        ("several-vasopressors", pressors(3, false)),
    ] {
        assert_eq!(crs(input).exact(), scale.grade_of("hypotension", level), "{level}");
    }
}

#[test]
fn worked_cases_of_neurotoxicity() {
    assert_eq!(icans(well()), Grade::known(0));
    let drowsy = Icans { ice: Some(Ice::Total(5)), consciousness: Some(Consciousness::ToVoice), ..well() };
    let graded = astct_icans(&drowsy).unwrap();
    assert_eq!(graded.grade, Grade::known(2));
    assert_eq!(
        graded.columns[..3],
        [("ice", Grade::known(2)), ("consciousness", Grade::known(2)), ("seizure", Grade::known(0))]
    );
    let seizure = Icans { ice: Some(Ice::Total(8)), seizure: Some(Seizure::RapidlyResolving), ..well() };
    assert_eq!(icans(seizure), Grade::known(3));
    assert_eq!(icans(Icans { ice: Some(Ice::Total(0)), ..well() }), Grade::known(3));
    let unrousable = Icans { ice: Some(Ice::Total(0)), consciousness: Some(Consciousness::VigorousOrNone), ..well() };
    assert_eq!(icans(unrousable), Grade::known(4));
    assert_eq!(icans(Icans { died: Some(true), ..well() }), Grade::known(5));
}

#[test]
fn every_level_of_icans_has_the_grade_of_its_page() {
    let scale = scale("astct-icans").unwrap();
    for total in 0..=10 {
        let level = match total {
            0..=2 => "0-2",
            3..=6 => "3-6",
            7..=9 => "7-9",
            _ => "10",
        };
        assert_eq!(
            icans(Icans { ice: Some(Ice::Total(total)), ..well() }).exact(),
            scale.grade_of("ice", level),
            "{total}"
        );
    }
    for (level, state) in [
        ("alert", Consciousness::Alert),
        ("spontaneous", Consciousness::Spontaneous),
        ("to-voice", Consciousness::ToVoice),
        ("to-touch", Consciousness::ToTouch),
        ("vigorous-or-none", Consciousness::VigorousOrNone),
    ] {
        let grade = icans(Icans { consciousness: Some(state), ..well() }).exact();
        assert_eq!(grade, scale.grade_of("consciousness", level), "{level}");
    }
    let seizure = |seizure| icans(Icans { seizure: Some(seizure), ..well() }).exact();
    assert_eq!(seizure(Seizure::RapidlyResolving), scale.grade_of("seizure", "rapidly-resolving"));
    assert_eq!(seizure(Seizure::ProlongedOrRepetitive), scale.grade_of("seizure", "prolonged-or-repetitive"));
    let oedema = |oedema| icans(Icans { oedema: Some(oedema), ..well() }).exact();
    assert_eq!(oedema(Oedema::Focal), scale.grade_of("oedema", "focal"));
    assert_eq!(oedema(Oedema::Diffuse), scale.grade_of("oedema", "diffuse"));
    assert_eq!(icans(Icans { weakness: Some(true), ..well() }).exact(), scale.grade_of("weakness", "present"));
}

#[test]
fn ice_is_a_sum_with_bounds_where_items_are_missing() {
    let items = IceScore { orientation: Some(3), naming: Some(2), command: Some(1), writing: Some(0), attention: None };
    let score = Ice::Items(items).score().unwrap();
    assert_eq!((score.lower(), score.upper()), (Some(dec("6")), Some(dec("7"))));
    assert_eq!(score.missing(), ["ice-attention"]);
    let graded = astct_icans(&Icans { ice: Some(Ice::Items(items)), ..well() }).unwrap();
    assert_eq!((graded.grade, graded.missing.as_slice()), (Grade::between(1, 2), ["ice-attention"].as_slice()));
    let whole = IceScore { attention: Some(1), ..items };
    assert_eq!(Ice::Items(whole).score().unwrap().exact(), Some(dec("7")));
    assert_eq!(Ice::Total(7).score().unwrap().exact(), Some(dec("7")));
    assert_eq!(icans(Icans { ice: None, ..well() }), Grade::between(0, 3));
}

#[test]
fn every_completion_of_missing_findings_lies_within_the_grade() {
    let bools = [None, Some(false), Some(true)];
    let fill = |given: Option<bool>| match given {
        None => vec![Some(false), Some(true)],
        known => vec![known],
    };
    let mut tried = 0;
    for (hot, other, treated, low, vasopressin) in five_answers(&bools) {
        let temperature = |hot: Option<bool>| hot.map(|hot| dec(if hot { "38.5" } else { "37" }));
        let partial = Crs {
            temperature: temperature(hot),
            fever_other_cause: other,
            treated,
            hypotension: low,
            vasopressors: None,
            vasopressin,
            oxygen: None,
            died: Some(false),
        };
        let Ok(open) = astct_crs(&partial) else { continue };
        for hot in fill(hot) {
            for other in fill(other) {
                for treated in fill(treated) {
                    for low in fill(low) {
                        for vasopressin in fill(vasopressin) {
                            for vasopressors in [0, 1, 3].map(Some) {
                                for oxygen in [Oxygen::RoomAir, Oxygen::BlowBy, Oxygen::PositivePressure].map(Some) {
                                    let whole = Crs {
                                        temperature: temperature(hot),
                                        fever_other_cause: other,
                                        treated,
                                        hypotension: low,
                                        vasopressors,
                                        vasopressin,
                                        oxygen,
                                        died: Some(false),
                                    };
                                    let Ok(known) = astct_crs(&whole) else { continue };
                                    tried += 1;
                                    assert!(known.grade.exact().is_some_and(|g| open.grade.allows(g)), "{partial:?}");
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

type Five = (Option<bool>, Option<bool>, Option<bool>, Option<bool>, Option<bool>);

fn five_answers(of: &[Option<bool>; 3]) -> Vec<Five> {
    let pick = |n: usize, place: u32| of[n / 3_usize.pow(place) % 3];
    (0..243).map(|n| (pick(n, 0), pick(n, 1), pick(n, 2), pick(n, 3), pick(n, 4))).collect()
}

#[test]
fn infusion_reactions_by_their_worst_finding() {
    let none = InfusionReaction {
        reaction: Some(true),
        interrupted_or_treated: Some(false),
        prolonged_or_recurrent: Some(false),
        life_threatening: Some(false),
        died: Some(false),
    };
    let grade = |input: InfusionReaction| infusion_reaction(&input).unwrap().grade;
    assert_eq!(grade(none.clone()), Grade::known(1));
    assert_eq!(grade(InfusionReaction { interrupted_or_treated: Some(true), ..none.clone() }), Grade::known(2));
    assert_eq!(grade(InfusionReaction { prolonged_or_recurrent: Some(true), ..none.clone() }), Grade::known(3));
    assert_eq!(grade(InfusionReaction { life_threatening: Some(true), ..none.clone() }), Grade::known(4));
    assert_eq!(grade(InfusionReaction { died: Some(true), ..none.clone() }), Grade::known(5));
    assert_eq!(grade(InfusionReaction { life_threatening: None, ..none }), Grade { at_least: 1, at_most: 4 });
    let absent = InfusionReaction { reaction: Some(false), ..InfusionReaction::default() };
    assert_eq!(grade(absent), Grade::known(0));
    assert_eq!(grade(InfusionReaction::default()), Grade::between(0, 5));
}

#[test]
fn onset_worst_grade_and_duration_of_a_syndrome_over_its_days() {
    let hot = |text: &str| Crs { temperature: Some(dec(text)), ..feverish() };
    let oxygen = |flow: &str| Crs { oxygen: Some(Oxygen::Cannula(Some(dec(flow)))), ..feverish() };
    let afebrile = |flow: &str| Crs { temperature: Some(dec("37")), treated: Some(true), ..oxygen(flow) };
    let cool = Crs { oxygen: Some(Oxygen::RoomAir), ..afebrile("1") };
    let days =
        [(1, hot("37.2")), (2, hot("38.6")), (3, oxygen("4")), (4, afebrile("8")), (6, afebrile("3")), (8, cool)];
    let grades: Vec<(i32, Grade)> = days.map(|(day, input)| (day, crs(input))).into();
    assert_eq!(grades.iter().map(|(_, g)| g.exact().unwrap()).collect::<Vec<_>>(), [0, 1, 2, 3, 2, 0]);
    let course = course(Grade::known(0), &grades);
    assert_eq!((course.worst, course.worst_day), (Some(Grade::known(3)), Some(4)));
    assert_eq!(course.treatment_emergent, Verdict::Met);
    let episode = episode(Grade::known(0), &grades, 1).unwrap();
    assert_eq!((episode.onset.exact(), episode.resolution.exact(), episode.duration()), (Some(2), Some(8), Some(6)));
}
