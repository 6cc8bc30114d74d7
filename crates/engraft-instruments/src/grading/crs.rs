//! Cytokine release syndrome, ASTCT consensus 2019.
//!
//! Fever of at least 38.0 °C without another cause is required until antipyretic or anticytokine therapy was given;
//! from then on hypotension and hypoxia decide alone. Findings with another cause are not entered.

use engraft_base::Dec;

use super::clinical::{ClinicalFault, ClinicalGrade, if_present, possible, with_death, worst};
use super::grade::Grade;

/// Findings of one assessment. `None` stands for what was not recorded.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Crs {
    /// Highest temperature, in degrees Celsius.
    pub temperature: Option<Dec>,
    /// Whether the fever has another cause.
    pub fever_other_cause: Option<bool>,
    /// Whether an antipyretic, tocilizumab, a steroid or another anticytokine was given for this episode before.
    pub treated: Option<bool>,
    /// Hypotension, also where a vasopressor keeps the pressure up.
    pub hypotension: Option<bool>,
    /// Number of vasopressors in use, vasopressin not counted.
    pub vasopressors: Option<u8>,
    /// Whether vasopressin is in use.
    pub vasopressin: Option<bool>,
    /// How oxygen is given.
    pub oxygen: Option<Oxygen>,
    /// Whether the subject died of it.
    pub died: Option<bool>,
}

/// How oxygen is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Oxygen {
    /// None needed.
    RoomAir,
    /// Blown towards the face.
    BlowBy,
    /// Nasal cannula at this flow, in litres per minute; `None` when the flow was not recorded.
    Cannula(Option<Dec>),
    /// Face mask.
    FaceMask,
    /// Non-rebreather mask.
    NonRebreather,
    /// Venturi mask.
    Venturi,
    /// Positive pressure: CPAP, BiPAP, intubation with mechanical ventilation.
    PositivePressure,
}

/// Lowest temperature that is fever, in degrees Celsius.
const FEVER: i64 = 38;
/// Highest low flow of a nasal cannula, in litres per minute.
const LOW_FLOW: i64 = 6;

/// The grade of cytokine release syndrome by the ASTCT consensus.
///
/// Grade 0 where fever is required and absent. Vasopressin alone counts as a vasopressor (grade 3); beside others it
/// changes nothing. After treatment and without fever, hypotension and hypoxia decide alone: none of them is grade 0.
///
/// # Errors
/// A temperature outside 25 to 45 °C, a flow that is not above 0, a vasopressor without hypotension.
///
/// Source: Lee et al. 2019, doi:10.1016/j.bbmt.2018.12.758; table as reprinted in doi:10.2147/OTT.S305429.
///
/// # Validation
/// Worked cases and every level of every column in `grading/tests`.
pub fn astct_crs(input: &Crs) -> Result<ClinicalGrade, ClinicalFault> {
    input.check()?;
    let columns = vec![("hypotension", input.hypotension_grade()), ("hypoxia", input.hypoxia_grade())];
    let organs = worst(&columns);
    let mut grade: Option<Grade> = None;
    for fever in possible(input.fever()) {
        for treated in possible(input.treated) {
            let case = match (fever, treated) {
                (true, _) => organs.worst(Grade::known(1)),
                (false, true) => organs,
                (false, false) => Grade::known(0),
            };
            grade = Some(grade.map_or(case, |so_far| so_far.either(case)));
        }
    }
    let grade = with_death(grade.unwrap_or(organs), input.died);
    let fever = ("fever", if_present(input.fever(), 1));
    let columns = std::iter::once(fever).chain(columns).collect();
    Ok(ClinicalGrade::new(grade, columns, input.absent()))
}

impl Crs {
    /// Whether there is fever that counts; `None` when that is open.
    fn fever(&self) -> Option<bool> {
        let hot = self.temperature.map(|temperature| temperature >= Dec::from_int(FEVER));
        match (hot, self.fever_other_cause) {
            (Some(false), _) | (_, Some(true)) => Some(false),
            (Some(true), Some(false)) => Some(true),
            _ => None,
        }
    }

    fn hypotension_grade(&self) -> Grade {
        if self.hypotension == Some(false) {
            return Grade::known(0);
        }
        let by_count = |count: u8| match count {
            0 => None,
            1 => Some(3),
            _ => Some(4),
        };
        let mut grade: Option<Grade> = None;
        // Two stands for "more than one": further vasopressors change nothing.
        let counts: &[u8] = match self.vasopressors {
            Some(0) => &[0],
            Some(1) => &[1],
            Some(_) => &[2],
            None => &[0, 1, 2],
        };
        for count in counts {
            for vasopressin in possible(self.vasopressin) {
                let case = match (by_count(*count), vasopressin) {
                    (Some(grade), _) => Grade::known(grade),
                    (None, true) => Grade::known(3),
                    (None, false) => if_present(self.hypotension, 2),
                };
                grade = Some(grade.map_or(case, |so_far| so_far.either(case)));
            }
        }
        grade.unwrap_or(Grade::between(0, 4))
    }

    fn hypoxia_grade(&self) -> Grade {
        match self.oxygen {
            None => Grade::between(0, 4),
            Some(Oxygen::RoomAir) => Grade::known(0),
            Some(Oxygen::BlowBy) => Grade::known(2),
            Some(Oxygen::Cannula(None)) => Grade::between(2, 3),
            Some(Oxygen::Cannula(Some(flow))) if flow <= Dec::from_int(LOW_FLOW) => Grade::known(2),
            Some(Oxygen::Cannula(_) | Oxygen::FaceMask | Oxygen::NonRebreather | Oxygen::Venturi) => Grade::known(3),
            Some(Oxygen::PositivePressure) => Grade::known(4),
        }
    }

    fn on_vasopressor(&self) -> bool {
        self.vasopressors.is_some_and(|count| count > 0) || self.vasopressin == Some(true)
    }

    fn check(&self) -> Result<(), ClinicalFault> {
        let outside = |t: Dec| t < Dec::from_int(25) || t > Dec::from_int(45);
        if self.temperature.is_some_and(outside) {
            return Err(ClinicalFault { input: "temperature", expected: "between 25 and 45 degrees Celsius" });
        }
        if self.hypotension == Some(false) && self.on_vasopressor() {
            return Err(ClinicalFault { input: "hypotension", expected: "present where a vasopressor is in use" });
        }
        match self.oxygen {
            Some(Oxygen::Cannula(Some(flow))) if flow <= Dec::ZERO => {
                Err(ClinicalFault { input: "oxygen flow", expected: "above 0 litres per minute" })
            }
            _ => Ok(()),
        }
    }

    fn absent(&self) -> Vec<(&'static str, bool)> {
        let hot = self.temperature.is_some_and(|t| t >= Dec::from_int(FEVER));
        let on_vasopressor = self.on_vasopressor();
        let no_hypotension = self.hypotension == Some(false);
        vec![
            ("temperature", self.temperature.is_none() && self.fever_other_cause != Some(true)),
            ("fever-other-cause", self.fever_other_cause.is_none() && (hot || self.temperature.is_none())),
            ("treated", self.treated.is_none() && self.fever() != Some(true)),
            ("hypotension", self.hypotension.is_none() && !on_vasopressor),
            ("vasopressors", self.vasopressors.is_none() && !no_hypotension),
            ("vasopressin", self.vasopressin.is_none() && !no_hypotension && self.vasopressors.is_none_or(|n| n == 0)),
            ("oxygen", matches!(self.oxygen, None | Some(Oxygen::Cannula(None)))),
            ("died", self.died.is_none()),
        ]
    }
}
