//! What becomes of a grade over a course: worst grade, shift from baseline, onset, resolution and duration.
//!
//! Pure over days and grades; the same functions serve laboratory values, cytokine release syndrome and
//! neurotoxicity. Days may come in any order; of several grades on one day the worst counts.

use std::collections::BTreeMap;

use engraft_base::Verdict;

use super::grade::Grade;

/// The first day of something: the earliest day it may be, and the first day on which it is sure.
///
/// Both are the same day where every grade is known. `None`: on no day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Days {
    /// First day on which it is possible.
    pub possible: Option<i32>,
    /// First day on which it is sure.
    pub sure: Option<i32>,
}

impl Days {
    /// The day, when it is known.
    pub fn exact(self) -> Option<i32> {
        self.possible.filter(|_| self.possible == self.sure)
    }
}

/// A course after baseline in one line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Course {
    /// Grade at baseline.
    pub baseline: Grade,
    /// Worst grade after baseline; `None` without an assessment.
    pub worst: Option<Grade>,
    /// First day of the worst grade, where both are known.
    pub worst_day: Option<i32>,
    /// Whether the worst grade after baseline is above the grade at baseline.
    pub treatment_emergent: Verdict,
}

impl Course {
    /// The cell of a shift table: grade at baseline and worst grade after it, where both are known.
    pub fn shift(&self) -> Option<(u8, u8)> {
        Some((self.baseline.exact()?, self.worst?.exact()?))
    }
}

/// The worst grade after baseline and whether it is above the one at baseline.
///
/// A fall in grade, and a grade that stays, are not treatment-emergent. Without an assessment that is undetermined.
pub fn course(baseline: Grade, after: &[(i32, Grade)]) -> Course {
    let worst = after.iter().map(|(_, grade)| *grade).reduce(Grade::worst);
    let worst_day = worst.and_then(Grade::exact).and_then(|grade| onset(after, grade).exact());
    let treatment_emergent = worst.map_or(Verdict::Undetermined, |worst| worst.exceeds(baseline));
    Course { baseline, worst, worst_day, treatment_emergent }
}

/// The first day on which the grade is at least `limit`.
pub fn onset(after: &[(i32, Grade)], limit: u8) -> Days {
    let days = by_day(after);
    let first = |holds: &dyn Fn(Grade) -> bool| days.iter().find(|(_, grade)| holds(**grade)).map(|(day, _)| *day);
    Days { possible: first(&|grade| grade.at_most >= limit), sure: first(&|grade| grade.at_least >= limit) }
}

/// The first episode of at least a grade, from its onset to the return to the grade at baseline or below.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Episode {
    /// First day at or above the grade.
    pub onset: Days,
    /// First day after the onset at the baseline grade or below.
    pub resolution: Days,
    /// Fewest days from onset to resolution; while unresolved, the days followed so far.
    pub shortest: i64,
    /// Most days from onset to resolution; `None` while a resolution is not sure.
    pub longest: Option<i64>,
}

impl Episode {
    /// Days from onset to resolution, where both are known. The true end lies between the assessment before the
    /// resolution and the one that shows it.
    pub fn duration(&self) -> Option<i64> {
        self.longest.filter(|longest| *longest == self.shortest)
    }

    /// Whether the episode, once begun, lasts to the last assessment.
    pub fn unresolved(&self) -> bool {
        self.onset.sure.is_some() && self.resolution.possible.is_none()
    }
}

/// The first episode of a grade of at least `limit`. `None` when no assessment can be of that grade.
pub fn episode(baseline: Grade, after: &[(i32, Grade)], limit: u8) -> Option<Episode> {
    let days = by_day(after);
    let onset = onset(after, limit);
    let first_possible = onset.possible?;
    let last = *days.keys().next_back()?;
    let later = |from: i32, holds: &dyn Fn(Grade) -> bool| {
        days.iter().find(|(day, grade)| **day > from && holds(**grade)).map(|(day, _)| *day)
    };
    let resolution = Days {
        possible: later(first_possible, &|grade| grade.at_least <= baseline.at_most),
        sure: onset.sure.and_then(|from| later(from, &|grade| grade.at_most <= baseline.at_least)),
    };
    let from = onset.sure.unwrap_or(last);
    let shortest = i64::from(resolution.possible.unwrap_or(last)) - i64::from(from);
    let longest = resolution.sure.map(|until| i64::from(until) - i64::from(first_possible));
    Some(Episode { onset, resolution, shortest: shortest.max(0), longest })
}

/// The worst grade of each day.
fn by_day(after: &[(i32, Grade)]) -> BTreeMap<i32, Grade> {
    let mut days: BTreeMap<i32, Grade> = BTreeMap::new();
    for (day, grade) in after {
        days.entry(*day).and_modify(|known| *known = known.worst(*grade)).or_insert(*grade);
    }
    days
}
