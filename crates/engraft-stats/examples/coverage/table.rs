//! One cell of a table: what it holds, whether it falls short, how it is printed.

use super::simulate::{Outcome, What};

#[derive(Clone, Copy)]
pub enum Cell {
    /// Share, its Monte Carlo error, share refused.
    Simulated { what: What, share: f64, error: f64, refused: f64 },
    /// Every sample refused.
    Refused,
    /// Not computed at this size.
    Absent,
    /// Smallest and mean coverage over the truths, exactly.
    Covers { least: f64, mean: f64 },
    /// Coverage at one truth, exactly.
    CoversHere(f64),
    /// Largest chance to reject a true hypothesis, exactly.
    Rejects(f64),
}

/// Rounding of an exact number in percent.
const ROUNDING: f64 = 0.0005;

impl Cell {
    pub fn simulated(what: What, outcomes: impl Iterator<Item = Outcome>) -> Cell {
        let (mut all, mut answered, mut yes) = (0.0, 0.0, 0.0);
        for outcome in outcomes {
            all += 1.0;
            answered += f64::from(u8::from(outcome.is_some()));
            yes += f64::from(u8::from(outcome == Some(true)));
        }
        if answered == 0.0 {
            return Cell::Refused;
        }
        let share = yes / answered;
        // at 0 and 1 the error is that of half a count
        let spread = (share * (1.0 - share)).max(0.25 / answered);
        Cell::Simulated { what, share, error: libm::sqrt(spread / answered), refused: 1.0 - answered / all }
    }

    /// Smallest and mean of coverages.
    pub fn covers(all: &[f64]) -> Cell {
        let least = all.iter().fold(1.0_f64, |m, c| m.min(*c));
        Cell::Covers { least, mean: all.iter().sum::<f64>() / all.len() as f64 }
    }

    /// How far the promise is missed, above 0 when it is.
    fn missed(&self) -> f64 {
        match self {
            Cell::Simulated { what: What::Coverage, share, error, .. } => 0.95 - share - 3.0 * error,
            Cell::Simulated { what: What::TypeOne, share, error, .. } => share - 0.05 - 3.0 * error,
            Cell::Covers { least, .. } => 0.95 - least - ROUNDING,
            Cell::CoversHere(share) => 0.95 - share - ROUNDING,
            Cell::Rejects(share) => share - 0.05 - ROUNDING,
            Cell::Refused | Cell::Absent => 0.0,
        }
    }

    pub fn short(&self) -> bool {
        self.missed() > 0.0
    }

    /// The share in percent.
    fn percent(&self) -> f64 {
        match self {
            Cell::Simulated { share, .. } | Cell::CoversHere(share) | Cell::Rejects(share) => 100.0 * share,
            Cell::Covers { least, .. } => 100.0 * least,
            Cell::Refused | Cell::Absent => 0.0,
        }
    }

    pub fn print(&self) -> String {
        let bold = |text: String| if self.short() { format!("**{text}**") } else { text };
        match self {
            Cell::Refused => "refused".to_owned(),
            Cell::Absent => "-".to_owned(),
            Cell::Simulated { error, refused, .. } => {
                let note = if *refused > 0.0005 { format!(" ({:.1} refused)", 100.0 * refused) } else { String::new() };
                format!("{} ± {:.1}{note}", bold(format!("{:.1}", self.percent())), 100.0 * error)
            }
            Cell::Covers { mean, .. } => format!("{} / {:.1}", bold(format!("{:.1}", self.percent())), 100.0 * mean),
            Cell::CoversHere(_) | Cell::Rejects(_) => bold(format!("{:.1}", self.percent())),
        }
    }
}

/// The share of the cell that misses by most.
pub fn worst(cells: &[Cell]) -> f64 {
    cells.iter().filter(|cell| cell.short()).max_by(|a, b| a.missed().total_cmp(&b.missed())).map_or(0.0, Cell::percent)
}
