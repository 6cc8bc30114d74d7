//! Scales from data to user units, and ticks with decimals that suit.

use super::text::number;

/// How values are laid along an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScaleKind {
    /// Equal distances for equal differences.
    #[default]
    Linear,
    /// Equal distances for equal ratios; values of zero or below cannot be drawn.
    Log10,
}

/// Values beyond this cannot be told from a fault and are not drawn.
const LARGEST: f64 = 1e300;

/// One tick: its value and its printed label.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    /// Place on the axis.
    pub(super) value: f64,
    /// Printed form.
    pub(super) label: String,
}

/// A map from a domain of values to a range of user units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    kind: ScaleKind,
    low: f64,
    high: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// A scale over all drawable values and the given limits; without limits it grows to whole ticks.
    pub(super) fn fit(kind: ScaleKind, values: &[f64], limits: Option<(f64, f64)>) -> Self {
        let bounded = limits.is_some_and(|(a, b)| drawable(kind, a) && drawable(kind, b));
        let scale = Self::tight(kind, values, limits);
        if bounded { scale } else { scale.widened() }
    }

    /// A scale over all drawable values and the given limits, no wider.
    pub(super) fn tight(kind: ScaleKind, values: &[f64], limits: Option<(f64, f64)>) -> Self {
        let given = limits.map_or(Vec::new(), |(a, b)| vec![a, b]);
        let (low, high) = extent(kind, values.iter().chain(&given));
        Self { kind, low, high, start: 0.0, end: 1.0 }
    }

    /// A linear scale over days with a margin on both sides.
    pub(super) fn days(values: &[f64], margin: f64) -> Self {
        let (low, high) = extent(ScaleKind::Linear, values.iter());
        let pad = (high - low) * margin;
        Self { kind: ScaleKind::Linear, low: low - pad, high: high + pad, start: 0.0, end: 1.0 }
    }

    /// The same domain over other user units.
    pub(super) fn over(self, start: f64, end: f64) -> Self {
        Self { start, end, ..self }
    }

    /// Where a value stands; `None` for what this scale cannot draw.
    pub(super) fn at(&self, value: f64) -> Option<f64> {
        drawable(self.kind, value).then(|| self.start + self.share(value).clamp(0.0, 1.0) * (self.end - self.start))
    }

    /// Whether a value lies below (-1), inside (0) or above (1) the domain.
    pub(super) fn side(&self, value: f64) -> i8 {
        let share = self.share(value);
        if share < -1e-9 {
            -1
        } else if share > 1.0 + 1e-9 {
            1
        } else {
            0
        }
    }

    fn share(&self, value: f64) -> f64 {
        match self.kind {
            // halves keep the difference of two huge values finite
            ScaleKind::Linear => (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0),
            ScaleKind::Log10 => (value.log10() - self.low.log10()) / (self.high.log10() - self.low.log10()),
        }
    }

    /// Ticks inside the domain, about `target` of them.
    pub(super) fn ticks(&self, target: usize) -> Vec<Tick> {
        match self.kind {
            ScaleKind::Linear => linear_ticks(self.low, self.high, target),
            ScaleKind::Log10 => log_ticks(self.low, self.high, target),
        }
    }

    fn widened(self) -> Self {
        match self.kind {
            ScaleKind::Linear => {
                let step = nice_step(self.low, self.high, 5);
                Self { low: (self.low / step).floor() * step, high: (self.high / step).ceil() * step, ..self }
            }
            ScaleKind::Log10 => Self { low: log_floor(self.low), high: log_ceil(self.high), ..self },
        }
    }
}

/// Whether a value can stand on a scale of this kind.
pub(super) fn drawable(kind: ScaleKind, value: f64) -> bool {
    let sane = value.is_finite() && value.abs() <= LARGEST;
    match kind {
        ScaleKind::Linear => sane,
        ScaleKind::Log10 => sane && value >= 1.0 / LARGEST,
    }
}

/// Smallest and largest drawable value, opened up where they are the same.
fn extent<'a>(kind: ScaleKind, values: impl Iterator<Item = &'a f64>) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.filter(|value| drawable(kind, **value)) {
        low = low.min(*value);
        high = high.max(*value);
    }
    match kind {
        _ if low > high && kind == ScaleKind::Log10 => (1.0, 10.0),
        _ if low > high => (0.0, 1.0),
        ScaleKind::Linear if high / 2.0 - low / 2.0 <= 1e-9 * low.abs().max(high.abs()).max(1e-200) => {
            let pad = if low == 0.0 { 1.0 } else { low.abs() * 0.1 };
            (low - pad, high + pad)
        }
        ScaleKind::Log10 if high / low < 1.0 + 1e-9 => (low / 2.0, high * 2.0),
        _ => (low, high),
    }
}

fn nice_step(low: f64, high: f64, target: usize) -> f64 {
    let raw = (high / 2.0 - low / 2.0) / (target.max(1) as f64) * 2.0;
    if !(raw.is_finite() && raw > 0.0) {
        return 1.0;
    }
    let power = 10f64.powi(raw.log10().floor() as i32);
    let share = raw / power;
    let factor = if share <= 1.0 {
        1.0
    } else if share <= 2.0 {
        2.0
    } else if share <= 5.0 {
        5.0
    } else {
        10.0
    };
    factor * power
}

fn linear_ticks(low: f64, high: f64, target: usize) -> Vec<Tick> {
    let step = nice_step(low, high, target);
    let decimals = (-(step.log10() + 1e-9).floor()).max(0.0) as usize;
    let first = (low / step - 1e-6).ceil();
    let count = ((high / step + 1e-6).floor() - first).clamp(-1.0, 40.0) as i64;
    let mut ticks: Vec<Tick> = (0..=count)
        .map(|index| (first + index as f64) * step)
        .map(|value| Tick { value, label: number(tidy(value, step), decimals) })
        .collect();
    ticks.dedup_by(|a, b| a.label == b.label);
    ticks
}

/// Takes away the binary dust of huge multiples before they are printed as powers.
fn tidy(value: f64, step: f64) -> f64 {
    if step < 1e5 { value } else { format!("{value:.3e}").parse().unwrap_or(value) }
}

fn log_floor(value: f64) -> f64 {
    [5.0, 2.0, 1.0]
        .iter()
        .map(|m| m * 10f64.powf(value.log10().floor()))
        .find(|v| *v <= value * (1.0 + 1e-9))
        .unwrap_or(value)
}

fn log_ceil(value: f64) -> f64 {
    [1.0, 2.0, 5.0, 10.0]
        .iter()
        .map(|m| m * 10f64.powf(value.log10().floor()))
        .find(|v| *v >= value * (1.0 - 1e-9))
        .filter(|v| v.is_finite())
        .unwrap_or(value)
}

fn log_ticks(low: f64, high: f64, target: usize) -> Vec<Tick> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let decades = (last - first).max(1) as usize;
    let stride = decades.div_ceil(target.max(2));
    let span = high.log10() - low.log10();
    let multiples: &[f64] = if span * 3.0 <= target as f64 + 1.0 {
        &[1.0, 2.0, 5.0]
    } else if span * 2.0 <= target as f64 + 1.0 {
        &[1.0, 3.0]
    } else {
        &[1.0]
    };
    let inside = |v: &f64| *v >= low * (1.0 - 1e-9) && *v <= high * (1.0 + 1e-9);
    let label = |v: f64, power: i32| Tick { value: v, label: number(tidy(v, v), (-power).max(0) as usize) };
    (first..=last)
        .step_by(stride)
        .flat_map(|power| multiples.iter().map(move |m| (m * 10f64.powi(power), power)))
        .filter(|(value, _)| inside(value))
        .map(|(value, power)| label(value, power))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn ticks_are_round_and_share_their_decimals() {
        assert_eq!(labels(&linear_ticks(0.0, 80.0, 5)), ["0", "20", "40", "60", "80"]);
        assert_eq!(labels(&linear_ticks(0.0, 0.3, 3)), ["0.0", "0.1", "0.2", "0.3"]);
        assert_eq!(labels(&linear_ticks(-1.0, 1.0, 4)), ["\u{2212}1.0", "\u{2212}0.5", "0.0", "0.5", "1.0"]);
    }

    #[test]
    fn log_ticks_are_powers_of_ten() {
        assert_eq!(labels(&log_ticks(1.0, 10_000.0, 5)), ["1", "10", "100", "1000", "10,000"]);
        assert!(labels(&log_ticks(0.01, 1.0, 8)).contains(&"0.02"));
        assert!(log_ticks(1e-30, 1e30, 6).len() <= 8);
    }

    #[test]
    fn the_instrument_range_is_kept_and_data_beyond_it_stay_visible() {
        let scale = Scale::fit(ScaleKind::Linear, &[10.0, 90.0], Some((0.0, 80.0))).over(0.0, 90.0);
        assert_eq!(scale.at(0.0), Some(0.0));
        assert_eq!(scale.at(90.0), Some(90.0));
    }

    #[test]
    fn what_cannot_be_drawn_has_no_place() {
        let linear = Scale::fit(ScaleKind::Linear, &[f64::NAN, 1.0, 2.0], None);
        assert_eq!(linear.at(f64::NAN), None);
        assert_eq!(linear.at(f64::INFINITY), None);
        let log = Scale::fit(ScaleKind::Log10, &[0.0, -1.0, 10.0], None);
        assert_eq!(log.at(0.0), None);
        assert!(log.at(10.0).is_some());
    }

    #[test]
    fn hard_domains_still_give_finite_places_and_few_ticks() {
        let domains: [&[f64]; 7] =
            [&[], &[5.0], &[3.0, 3.0], &[-1e300, 1e300], &[1e15, 1e15 + 1.0], &[0.0, 1e-280], &[1e-300, 1e-299]];
        for values in domains {
            for kind in [ScaleKind::Linear, ScaleKind::Log10] {
                let scale = Scale::fit(kind, values, None).over(0.0, 100.0);
                assert!(scale.ticks(5).len() <= 41, "{values:?}");
                assert!(values.iter().filter_map(|v| scale.at(*v)).all(f64::is_finite), "{values:?} {kind:?}");
            }
        }
    }

    #[test]
    fn sides_tell_what_was_cut() {
        let scale = Scale::fit(ScaleKind::Linear, &[], Some((0.0, 1.0)));
        assert_eq!((scale.side(-0.5), scale.side(0.5), scale.side(1.5)), (-1, 0, 1));
    }
}
