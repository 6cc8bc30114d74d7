//! Values moved, as little as need be, until their mean and standard deviation are the printed ones.

/// Limits and step of a scale.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bounds {
    /// Lowest value; none for a scale without one.
    pub low: Option<f64>,
    /// Highest value.
    pub high: Option<f64>,
    /// Values are whole multiples of this, counted from `low` (from 0 where there is none).
    pub step: f64,
}

/// A number as printed: its value, and to how many decimals.
pub type Printed = (f64, u32);

/// Why the values cannot be had.
#[derive(Clone, PartialEq, Debug)]
pub enum Reason {
    /// Fewer than two values, or numbers that are not finite.
    NoValues,
    /// No values of the scale have this mean to the printed decimals.
    Mean,
    /// No values of the scale with this mean have so small or so great a deviation.
    Spread {
        /// Smallest deviation of values with a mean that prints alike.
        least: f64,
        /// Greatest one; infinite on a scale without both limits.
        greatest: f64,
    },
    /// The search ended without values, which proves nothing.
    NotFound,
}

impl Reason {
    /// In words.
    pub fn text(&self) -> String {
        match self {
            Reason::NoValues => "fewer than two values".to_owned(),
            Reason::Mean => "no values of the scale have this mean".to_owned(),
            Reason::Spread { least, greatest } if greatest.is_finite() => {
                format!("values with this mean have a deviation from {least:.4} to {greatest:.4}")
            }
            Reason::Spread { least, .. } => format!("values with this mean have a deviation of at least {least:.4}"),
            Reason::NotFound => "no values were found, which does not prove that there are none".to_owned(),
        }
    }
}

/// Most sums tried.
const MOST_SUMS: i64 = 200;

/// Values with the order of `values` on the scale, whose sample mean and sample standard deviation (n - 1) print as given.
///
/// The values are shifted and stretched to the printed mean and deviation, rounded to the step, kept within the limits,
/// and then moved by single steps without changing their order until both print exactly. An end of what rounds to a
/// printed number is not taken, so that no rule of rounding matters.
///
/// # Errors
/// [`Reason`]; `Mean` and `Spread` are proofs, `NotFound` is not.
///
/// # Validation
/// Property test: what is returned prints as asked for, keeps the order and the scale.
pub fn matched(values: &[f64], bounds: Bounds, mean: Printed, sd: Printed) -> Result<Vec<f64>, Reason> {
    let n = values.len();
    let finite = values.iter().chain([&mean.0, &sd.0]).all(|v| v.is_finite());
    if n < 2 || !finite || bounds.step.is_nan() || bounds.step <= 0.0 {
        return Err(Reason::NoValues);
    }
    let origin = bounds.low.unwrap_or(0.0);
    let unit = |x: f64| (x - origin) / bounds.step;
    let top = bounds.high.map(|high| libm::floor(unit(high) + 1e-9) as i64);
    let scale = Scale { low: bounds.low.map(|_| 0), high: top, n };
    let half = |decimals: u32| 0.5 * libm::pow(10.0, -f64::from(decimals));
    let wanted_sd = ((sd.0 - half(sd.1)).max(0.0) / bounds.step, (sd.0 + half(sd.1)) / bounds.step);
    let count = n as f64;
    let (from, to) = (count * unit(mean.0 - half(mean.1)), count * unit(mean.0 + half(mean.1)));
    let sums: Vec<i64> = near(count * unit(mean.0), from, to).filter(|sum| scale.has_sum(*sum)).collect();
    if sums.is_empty() {
        return Err(Reason::Mean);
    }
    let order = ranks(values);
    let sorted: Vec<f64> = order.iter().filter_map(|i| values.get(*i).copied()).collect();
    let start = stretched(&sorted, unit(mean.0), sd.0 / bounds.step);
    let (mut least, mut greatest) = (f64::INFINITY, 0.0_f64);
    let mut found = None;
    for sum in sums {
        let (low, high) = scale.deviations(sum);
        (least, greatest) = (least.min(low), greatest.max(high));
        if high < wanted_sd.0 || low > wanted_sd.1 {
            continue;
        }
        found = scale.fitted(&start, sum, wanted_sd);
        if found.is_some() {
            break;
        }
    }
    if wanted_sd.0 >= greatest || wanted_sd.1 <= least {
        return Err(Reason::Spread { least: least * bounds.step, greatest: greatest * bounds.step });
    }
    let steps = found.ok_or(Reason::NotFound)?;
    let mut result = vec![0.0; n];
    for (place, step) in order.iter().zip(steps) {
        if let Some(slot) = result.get_mut(*place) {
            *slot = origin + bounds.step * step as f64;
        }
    }
    Ok(result)
}

/// Whole numbers strictly between two ends, the nearest to `centre` first.
fn near(centre: f64, from: f64, to: f64) -> impl Iterator<Item = i64> {
    let margin = 1e-9 * (1.0 + centre.abs());
    let middle = libm::round(centre) as i64;
    let all = (0..MOST_SUMS).flat_map(move |k| [middle.saturating_add(k), middle.saturating_sub(k)]).skip(1);
    all.filter(move |sum| (*sum as f64) > from + margin && (*sum as f64) < to - margin)
}

/// Indices in the order of their values.
fn ranks(values: &[f64]) -> Vec<usize> {
    let mut keyed: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    keyed.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    keyed.into_iter().map(|(i, _)| i).collect()
}

/// The values shifted and stretched to a mean and a deviation; evenly spread where they are all alike.
fn stretched(sorted: &[f64], mean: f64, sd: f64) -> Vec<f64> {
    let n = sorted.len() as f64;
    let spread = |values: &[f64]| {
        let centre = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - centre) * (v - centre)).sum();
        (centre, libm::sqrt(squares / (n - 1.0)))
    };
    let (_, own) = spread(sorted);
    let even: Vec<f64> = (0..sorted.len()).map(|i| i as f64).collect();
    let base = if own > 1e-12 { sorted.to_vec() } else { even };
    let (centre, own) = spread(&base);
    base.iter().map(|v| mean + (v - centre) * sd / own).collect()
}

struct Scale {
    low: Option<i64>,
    high: Option<i64>,
    n: usize,
}

impl Scale {
    fn clamp(&self, value: f64) -> i64 {
        let value = libm::round(value).clamp(-1e15, 1e15) as i64;
        let value = self.low.map_or(value, |low| value.max(low));
        self.high.map_or(value, |high| value.min(high))
    }

    fn has_sum(&self, sum: i64) -> bool {
        let n = self.n as i64;
        self.low.is_none_or(|low| sum >= low.saturating_mul(n))
            && self.high.is_none_or(|high| sum <= high.saturating_mul(n))
    }

    /// Smallest and greatest sample deviation of whole numbers with this sum.
    fn deviations(&self, sum: i64) -> (f64, f64) {
        let n = self.n as i64;
        let over = sum.rem_euclid(n) as f64;
        let least = over * (n as f64 - over) / n as f64;
        let greatest = match (self.low, self.high) {
            (Some(low), Some(high)) if high > low => {
                let room = sum.saturating_sub(low.saturating_mul(n));
                let full = room / (high - low);
                let rest = (room % (high - low)) as f64;
                let width = (high - low) as f64;
                full as f64 * width * width + rest * rest - (room as f64) * (room as f64) / n as f64
            }
            (Some(_), Some(_)) => 0.0,
            _ => f64::INFINITY,
        };
        let deviation = |squares: f64| libm::sqrt((squares / (n as f64 - 1.0)).max(0.0));
        (deviation(least), deviation(greatest))
    }

    /// Rising whole numbers near `start` with this sum and a deviation strictly within the limits.
    fn fitted(&self, start: &[f64], sum: i64, sd: (f64, f64)) -> Option<Vec<i64>> {
        let mut steps: Vec<i64> = start.iter().map(|v| self.clamp(*v)).collect();
        self.set_sum(&mut steps, start, sum)?;
        let n = self.n as f64;
        let around = |steps: &[i64]| {
            let centre = sum as f64 / n;
            steps.iter().map(|s| (*s as f64 - centre) * (*s as f64 - centre)).sum::<f64>()
        };
        let wanted = (sd.0 * sd.0 * (n - 1.0), sd.1 * sd.1 * (n - 1.0));
        let margin = 1e-9 * (1.0 + wanted.1);
        let aim = f64::midpoint(wanted.0, wanted.1);
        for _ in 0..200_000 {
            let now = around(&steps);
            if now > wanted.0 + margin && now < wanted.1 - margin || (sd.0 == 0.0 && now == 0.0) {
                return Some(steps);
            }
            let (i, j, up) = self.best_move(&steps, aim - now)?;
            let (a, b) = if up { (-1, 1) } else { (1, -1) };
            *steps.get_mut(i)? += a;
            *steps.get_mut(j)? += b;
        }
        None
    }

    /// Moves single values towards `start` until the sum is met.
    fn set_sum(&self, steps: &mut [i64], start: &[f64], sum: i64) -> Option<()> {
        let mut now: i64 = steps.iter().sum();
        while now != sum {
            let up = now < sum;
            let gain = if up { 1 } else { -1 };
            let free = (0..steps.len()).filter(|i| self.may_move(steps, *i, gain));
            let far = |i: &usize| {
                let step = steps.get(*i).copied().unwrap_or(0) as f64;
                let wish = start.get(*i).copied().unwrap_or(0.0);
                (wish - step) * gain as f64
            };
            let i = free.max_by(|a, b| far(a).total_cmp(&far(b)))?;
            *steps.get_mut(i)? += gain;
            now += gain;
        }
        Some(())
    }

    /// Whether a value may move by one without leaving the scale or passing its neighbour.
    fn may_move(&self, steps: &[i64], i: usize, gain: i64) -> bool {
        let Some(value) = steps.get(i).map(|v| v + gain) else { return false };
        let inside = self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high);
        let before = i.checked_sub(1).and_then(|j| steps.get(j)).is_none_or(|v| *v <= value);
        let after = steps.get(i.saturating_add(1)).is_none_or(|v| *v >= value);
        inside && before && after
    }

    /// The pair whose move apart (or together) changes the sum of squares by what comes nearest to `missing` without
    /// moving away from it.
    fn best_move(&self, steps: &[i64], missing: f64) -> Option<(usize, usize, bool)> {
        let apart = missing > 0.0;
        let mut best: Option<(f64, usize, usize)> = None;
        for i in 0..steps.len() {
            for j in i.saturating_add(1)..steps.len() {
                let gains = if apart { (-1, 1) } else { (1, -1) };
                if !self.may_move(steps, i, gains.0) || !self.may_move(steps, j, gains.1) {
                    continue;
                }
                let gap = (steps.get(j)? - steps.get(i)?) as f64;
                if !apart && gap < 2.0 {
                    continue;
                }
                let change = if apart { 2.0 * (gap + 1.0) } else { -2.0 * (gap - 1.0) };
                let off = (missing - change).abs();
                if off < missing.abs() && best.is_none_or(|(least, ..)| off < least) {
                    best = Some((off, i, j));
                }
            }
        }
        best.map(|(_, i, j)| (i, j, apart))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn moments(values: &[f64]) -> (f64, f64) {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        (mean, (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
    }

    const SLEDAI: Bounds = Bounds { low: Some(0.0), high: Some(105.0), step: 1.0 };

    #[test]
    fn twelve_printed_scores_of_lupus_can_be_had() {
        // Liang 2010: SLEDAI 12.2±3.3 and 3.2±2.8 in twelve patients
        let drawn = [9.0, 14.0, 11.0, 16.0, 8.0, 12.0, 10.0, 19.0, 13.0, 11.0, 9.0, 15.0];
        for (mean, sd) in [((12.2, 1), (3.3, 1)), ((3.2, 1), (2.8, 1))] {
            let values = matched(&drawn, SLEDAI, mean, sd).unwrap();
            let (m, s) = moments(&values);
            assert_eq!((format!("{m:.1}"), format!("{s:.1}")), (format!("{:.1}", mean.0), format!("{:.1}", sd.0)));
            assert!(values.iter().all(|v| v.fract() == 0.0 && *v >= 0.0));
            // the order is kept
            assert!((0..12).all(|i| (0..12).all(|j| drawn[i] >= drawn[j] || values[i] <= values[j])));
        }
    }

    #[test]
    fn what_cannot_be_is_refused_with_the_proof() {
        let drawn = [1.0, 2.0, 3.0, 4.0];
        // quarters only
        assert_eq!(matched(&drawn, SLEDAI, (2.33, 2), (1.0, 1)), Err(Reason::Mean));
        let mmt8 = Bounds { low: Some(0.0), high: Some(80.0), step: 1.0 };
        let eight = [40.0, 45.0, 50.0, 30.0, 60.0, 20.0, 44.0, 46.0];
        // MMT8 45±14 read as a standard error: SD 39.6 is still possible among eight, 64±10 read so (28.3) too; 45 is not
        assert!(matched(&eight, mmt8, (45.0, 0), (39.6, 1)).is_ok());
        assert!(matches!(matched(&eight, mmt8, (45.0, 0), (45.0, 0)), Err(Reason::Spread { .. })));
        assert_eq!(matched(&[1.0], SLEDAI, (1.0, 0), (0.0, 0)), Err(Reason::NoValues));
    }

    proptest! {
        #[test]
        fn what_is_returned_prints_as_asked_for(
            values in proptest::collection::vec(0_u8..=40, 5..20),
            mean in 50_u32..350, sd in 10_u32..100,
        ) {
            let drawn: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
            let bounds = Bounds { low: Some(0.0), high: Some(40.0), step: 1.0 };
            let (mean, sd) = (f64::from(mean) / 10.0, f64::from(sd) / 10.0);
            match matched(&drawn, bounds, (mean, 1), (sd, 1)) {
                Ok(found) => {
                    let (m, s) = moments(&found);
                    prop_assert!((m - mean).abs() < 0.05 && (s - sd).abs() < 0.05, "{m} {s}");
                    prop_assert!(found.iter().all(|v| (0.0..=40.0).contains(v) && v.fract() == 0.0));
                    for i in 0..found.len() {
                        for j in 0..found.len() {
                            prop_assert!(drawn[i] >= drawn[j] || found[i] <= found[j]);
                        }
                    }
                }
                // with 5 to 19 whole numbers a tenth is not always there
                Err(Reason::Mean) => prop_assert!((0..=40 * drawn.len()).all(|sum| (sum as f64 / drawn.len() as f64 - mean).abs() >= 0.05 - 1e-9)),
                Err(Reason::Spread { least, greatest }) => prop_assert!(sd + 0.05 <= least + 1e-9 || sd - 0.05 >= greatest - 1e-9),
                Err(other) => prop_assert!(other == Reason::NotFound, "{other:?}"),
            }
        }
    }
}
