//! Immune effector cell-associated neurotoxicity syndrome in adults, ASTCT consensus 2019, and the ICE score.
//!
//! Findings with another cause (sedation, intracranial haemorrhage) are not entered.

use engraft_base::{Dec, Score};

use super::clinical::{ClinicalFault, ClinicalGrade, if_present, with_death, worst};
use super::grade::Grade;

/// Points of the ICE items. `None` stands for an item that was not done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct IceScore {
    /// Orientation, 0 to 4: year, month, city, hospital.
    pub orientation: Option<u8>,
    /// Naming, 0 to 3: three objects.
    pub naming: Option<u8>,
    /// Following a command, 0 or 1.
    pub command: Option<u8>,
    /// Writing a sentence, 0 or 1.
    pub writing: Option<u8>,
    /// Attention, 0 or 1: counting backwards.
    pub attention: Option<u8>,
}

/// The ICE result as it was recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ice {
    /// Only the total, 0 to 10.
    Total(u8),
    /// The items.
    Items(IceScore),
}

/// Findings of one assessment. `None` stands for what was not recorded.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Icans {
    /// ICE result.
    pub ice: Option<Ice>,
    /// Level of consciousness.
    pub consciousness: Option<Consciousness>,
    /// Seizures.
    pub seizure: Option<Seizure>,
    /// Deep focal motor weakness, such as hemiparesis.
    pub weakness: Option<bool>,
    /// Raised intracranial pressure or cerebral oedema.
    pub oedema: Option<Oedema>,
    /// Whether the subject died of it.
    pub died: Option<bool>,
}

/// Level of consciousness.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Consciousness {
    /// Not depressed.
    Alert,
    /// Depressed, wakes by itself.
    Spontaneous,
    /// Wakes to voice.
    ToVoice,
    /// Wakes to touch only.
    ToTouch,
    /// Wakes to vigorous or repeated touch, or not at all.
    VigorousOrNone,
}

/// Seizures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seizure {
    /// None.
    Absent,
    /// Any seizure that resolves rapidly, or one in the EEG that resolves with treatment.
    RapidlyResolving,
    /// Longer than 5 minutes, or repeated without a return to baseline between.
    ProlongedOrRepetitive,
}

/// Raised intracranial pressure or cerebral oedema.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Oedema {
    /// None.
    Absent,
    /// Focal oedema in imaging.
    Focal,
    /// Diffuse oedema in imaging, posturing, palsy of the sixth nerve, papilloedema, or Cushing's triad.
    Diffuse,
}

impl Ice {
    /// The total with its bounds where items are missing: 0 to 10, higher is better.
    ///
    /// # Errors
    /// An item or a total above its greatest number of points.
    pub fn score(self) -> Result<Score, ClinicalFault> {
        let (lower, upper, missing) = self.bounds()?;
        let number = |points: u8| Some(Dec::from_int(i64::from(points)));
        Ok(if missing.is_empty() {
            Score::Complete(Dec::from_int(i64::from(lower)))
        } else {
            let missing = missing.into_iter().map(str::to_owned).collect();
            Score::bounded(engraft_base::score::Incomplete { lower: number(lower), upper: number(upper), missing })
        })
    }

    fn bounds(self) -> Result<(u8, u8, Vec<&'static str>), ClinicalFault> {
        let items = match self {
            Ice::Total(total) => {
                [("ice", Some(total), 10), ("", Some(0), 0), ("", Some(0), 0), ("", Some(0), 0), ("", Some(0), 0)]
            }
            Ice::Items(items) => [
                ("ice-orientation", items.orientation, 4),
                ("ice-naming", items.naming, 3),
                ("ice-command", items.command, 1),
                ("ice-writing", items.writing, 1),
                ("ice-attention", items.attention, 1),
            ],
        };
        let (mut lower, mut upper, mut missing) = (0_u8, 0_u8, Vec::new());
        for (name, points, most) in items {
            if points.is_some_and(|points| points > most) {
                return Err(ClinicalFault { input: name, expected: "within the points of the item" });
            }
            lower = lower.saturating_add(points.unwrap_or(0));
            upper = upper.saturating_add(points.unwrap_or(most));
            if points.is_none() {
                missing.push(name);
            }
        }
        Ok((lower, upper, missing))
    }
}

/// The grade of an ICE total: 10 is 0, 7 to 9 grade 1, 3 to 6 grade 2, 0 to 2 grade 3.
fn ice_grade(total: u8) -> u8 {
    match total {
        0..=2 => 3,
        3..=6 => 2,
        7..=9 => 1,
        _ => 0,
    }
}

/// The grade of ICANS in adults by the ASTCT consensus: the worst of the columns.
///
/// An ICE of 0 is grade 3 in a subject who can be roused; who cannot be roused is grade 4 by level of consciousness.
/// Children under 12 are assessed with another instrument in place of ICE, which is not part of this function.
///
/// # Errors
/// ICE points out of range.
///
/// Source: Lee et al. 2019, doi:10.1016/j.bbmt.2018.12.758; table as reprinted in doi:10.2147/OTT.S305429.
///
/// # Validation
/// Worked cases and every level of every column in `grading/tests`.
pub fn astct_icans(input: &Icans) -> Result<ClinicalGrade, ClinicalFault> {
    let (ice, mut missing) = match input.ice {
        None => (Grade::between(0, 3), vec![("ice", true)]),
        Some(ice) => {
            let (lower, upper, absent) = ice.bounds()?;
            let grade = Grade::between(ice_grade(lower), ice_grade(upper));
            (grade, absent.into_iter().map(|name| (name, true)).collect())
        }
    };
    let columns = vec![
        ("ice", ice),
        ("consciousness", input.consciousness.map_or(Grade::between(0, 4), |c| Grade::known(c.grade()))),
        ("seizure", input.seizure.map_or(Grade::between(0, 4), |s| Grade::known(s.grade()))),
        ("weakness", if_present(input.weakness, 4)),
        ("oedema", input.oedema.map_or(Grade::between(0, 4), |o| Grade::known(o.grade()))),
    ];
    let grade = with_death(worst(&columns), input.died);
    missing.extend([
        ("consciousness", input.consciousness.is_none()),
        ("seizure", input.seizure.is_none()),
        ("weakness", input.weakness.is_none()),
        ("oedema", input.oedema.is_none()),
        ("died", input.died.is_none()),
    ]);
    Ok(ClinicalGrade::new(grade, columns, missing))
}

impl Consciousness {
    fn grade(self) -> u8 {
        match self {
            Consciousness::Alert => 0,
            Consciousness::Spontaneous => 1,
            Consciousness::ToVoice => 2,
            Consciousness::ToTouch => 3,
            Consciousness::VigorousOrNone => 4,
        }
    }
}

impl Seizure {
    fn grade(self) -> u8 {
        match self {
            Seizure::Absent => 0,
            Seizure::RapidlyResolving => 3,
            Seizure::ProlongedOrRepetitive => 4,
        }
    }
}

impl Oedema {
    fn grade(self) -> u8 {
        match self {
            Oedema::Absent => 0,
            Oedema::Focal => 3,
            Oedema::Diffuse => 4,
        }
    }
}
