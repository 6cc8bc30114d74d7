//! Values on a scale of finitely many steps: a beta distribution cut at the middles between neighbouring values.

use engraft_base::Dec;
use engraft_stats::dist::beta_cdf;

use super::score_at;

/// Most steps of a scale.
const MOST: usize = 20_001;

/// A distribution on the values of a scale.
#[derive(Clone, Debug)]
pub(crate) struct Steps {
    values: Vec<Dec>,
    cuts: Vec<f64>,
}

impl Steps {
    /// The distribution on `values` (rising) with this mean and standard deviation.
    ///
    /// The beta distribution behind it is moved until the mean and deviation of what falls into the cells are those
    /// asked for, to 1 in 10⁹.
    pub(crate) fn fit(values: &[Dec], mean: f64, sd: f64) -> Result<Steps, String> {
        let numbers: Vec<f64> = values.iter().map(|v| v.to_f64()).collect();
        let (Some(low), Some(high)) = (numbers.first().copied(), numbers.last().copied()) else {
            return Err("the scale has no values".to_owned());
        };
        if numbers.len() > MOST {
            return Err(format!("the scale has {} steps, more than {MOST}", numbers.len()));
        }
        possible(&numbers, mean, sd)?;
        if let Some(only) = numbers.iter().position(|x| (x - mean).abs() < 1e-12).filter(|_| sd == 0.0) {
            return Ok(Steps { values: values.get(only..=only).unwrap_or_default().to_vec(), cuts: Vec::new() });
        }
        let share = |x: f64| (x - low) / (high - low);
        let edges: Vec<f64> =
            numbers.windows(2).map(|pair| share(f64::midpoint(pair_at(pair, 0), pair_at(pair, 1)))).collect();
        let (wanted_mean, wanted_sd) = (share(mean), sd / (high - low));
        let shares: Vec<f64> = numbers.iter().map(|x| share(*x)).collect();
        let below = search(&shares, &edges, wanted_mean, wanted_sd)
            .ok_or_else(|| format!("no distribution on the scale with mean {mean} and deviation {sd} was found"))?;
        Ok(Steps { values: values.to_vec(), cuts: below.into_iter().map(score_at).collect() })
    }

    pub(crate) fn at(&self, z: f64) -> Option<Dec> {
        self.values.get(self.cuts.partition_point(|cut| *cut < z)).copied()
    }
}

fn pair_at(pair: &[f64], i: usize) -> f64 {
    pair.get(i).copied().unwrap_or(f64::NAN)
}

/// Whether any distribution on these values has this mean and deviation.
fn possible(numbers: &[f64], mean: f64, sd: f64) -> Result<(), String> {
    let (low, high) = (numbers.first().copied().unwrap_or(0.0), numbers.last().copied().unwrap_or(0.0));
    if !(low..=high).contains(&mean) {
        return Err(format!("the mean {mean} lies outside the scale {low} to {high}"));
    }
    let greatest = libm::sqrt((mean - low) * (high - mean));
    if sd > greatest {
        return Err(format!(
            "no values from {low} to {high} with mean {mean} have a deviation above {greatest:.4}; {sd} is asked for"
        ));
    }
    let above = numbers.partition_point(|x| *x < mean);
    let (left, right) = (above.saturating_sub(1), above);
    let gap = |i: usize| numbers.get(i).map_or(0.0, |x| (x - mean).abs());
    let least = if gap(right) < 1e-12 { 0.0 } else { libm::sqrt(gap(left) * gap(right)) };
    if sd + 1e-12 < least {
        return Err(format!("in steps of the scale a mean of {mean} has a deviation of at least {least:.4}"));
    }
    Ok(())
}

/// The share of the distribution below each edge.
fn search(values: &[f64], edges: &[f64], mean: f64, sd: f64) -> Option<Vec<f64>> {
    let (mut m, mut s) = (mean.clamp(1e-9, 1.0 - 1e-9), sd.max(1e-9));
    for _ in 0..400 {
        let below = cells(edges, m, s)?;
        let (got_mean, got_sd) = moments(values, &below);
        if (got_mean - mean).abs() <= 1e-9 && (got_sd - sd).abs() <= 1e-9 {
            return Some(below);
        }
        m = (m + (mean - got_mean)).clamp(m / 4.0, 1.0 - (1.0 - m) / 4.0);
        s = if got_sd > 1e-12 { s * (sd / got_sd).clamp(0.25, 4.0) } else { s * 2.0 };
        s = s.min(0.999_999 * libm::sqrt(m * (1.0 - m)));
    }
    None
}

fn cells(edges: &[f64], m: f64, s: f64) -> Option<Vec<f64>> {
    let strength = m * (1.0 - m) / (s * s) - 1.0;
    let (a, b) = (m * strength, (1.0 - m) * strength);
    edges.iter().map(|edge| beta_cdf(*edge, a, b).ok()).collect()
}

/// Mean and standard deviation of the values under cumulative shares.
fn moments(values: &[f64], below: &[f64]) -> (f64, f64) {
    let (mut mean, mut square, mut before) = (0.0, 0.0, 0.0);
    for (value, upto) in values.iter().zip(below.iter().copied().chain([1.0])) {
        let share = upto - before;
        mean += share * value;
        square += share * value * value;
        before = upto;
    }
    (mean, libm::sqrt((square - mean * mean).max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(high: i64) -> Vec<Dec> {
        (0..=high).map(Dec::from_int).collect()
    }

    /// Mean and deviation of the cells, from their normal scores.
    fn recovered(steps: &Steps) -> (f64, f64) {
        let below: Vec<f64> = steps.cuts.iter().map(|z| engraft_stats::dist::normal_cdf(*z)).collect();
        let values: Vec<f64> = steps.values.iter().map(|v| v.to_f64()).collect();
        moments(&values, &below)
    }

    #[test]
    fn the_cells_have_the_moments_asked_for() {
        for (high, mean, sd) in [(105, 12.2, 3.3), (105, 3.2, 2.8), (80, 67.0, 3.0), (4, 2.5, 0.7), (10, 1.0, 1.4)] {
            let (m, s) = recovered(&Steps::fit(&scale(high), mean, sd).unwrap());
            assert!((m - mean).abs() < 1e-6 && (s - sd).abs() < 1e-6, "{high} {mean} {sd}: {m} {s}");
        }
    }

    #[test]
    fn what_no_scale_can_have_is_refused() {
        assert!(Steps::fit(&scale(80), 45.0, 42.0).unwrap_err().contains("above"));
        assert!(Steps::fit(&scale(80), 81.0, 1.0).unwrap_err().contains("outside"));
        assert!(Steps::fit(&scale(80), 44.5, 0.2).unwrap_err().contains("at least"));
        assert_eq!(Steps::fit(&scale(80), 45.0, 0.0).unwrap().at(3.0), Some(Dec::from_int(45)));
    }
}
