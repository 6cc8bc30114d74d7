//! Moments of the sum of a sample drawn without replacement, and what they say about how far it strays.
//!
//! For numbers with sums of central powers s2, s3, ... a central moment of the sum of `k` of `n` of them is a
//! combination of products of these, whose coefficients depend on `n` and `k` only: over the ways to
//! part the factors of the power into blocks, with falling factorials `k (k - 1) ... / n (n - 1) ...` for the number of
//! different numbers drawn, by Möbius inversion over coarser partitions (blocks of one factor vanish).

/// Coefficients of the central moments of the sum of `k` of `n` numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sampling {
    /// Of s2 in the variance.
    second: f64,
    /// Of s4 and s2² in the fourth moment.
    fourth: [f64; 2],
    /// Of s6, s4 s2, s3² and s2³ in the sixth moment.
    sixth: [f64; 4],
}

/// Second, fourth and sixth central moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    pub variance: f64,
    pub fourth: f64,
    pub sixth: f64,
}

/// For a block of 2, 3, 4, 6 factors: over its partitions into m parts, from m = 1, `(-1)^(m-1) (m-1)!` times their number.
const PAIR: &[f64] = &[1.0, -1.0];
const TRIPLE: &[f64] = &[1.0, -3.0, 2.0];
const FOUR: &[f64] = &[1.0, -7.0, 12.0, -6.0];
const SIX: &[f64] = &[1.0, -31.0, 180.0, -390.0, 360.0, -120.0];

/// The sum over the parts of all blocks, with `drawn` the chance that so many different numbers are all in the sample.
fn coefficient(ways: f64, blocks: &[&[f64]], drawn: &[f64; 7]) -> f64 {
    let mut by_parts = vec![1.0];
    for block in blocks {
        let mut product = vec![0.0; by_parts.len() + block.len()];
        for (i, left) in by_parts.iter().enumerate() {
            for (slot, right) in product.iter_mut().skip(i + 1).zip(*block) {
                *slot += left * right;
            }
        }
        by_parts = product;
    }
    ways * by_parts.iter().zip(drawn).map(|(factor, chance)| factor * chance).sum::<f64>()
}

impl Sampling {
    /// For `k` of `n` numbers.
    pub fn new(n: usize, k: usize) -> Sampling {
        let mut drawn = [1.0; 7];
        let mut chance = 1.0;
        for (j, slot) in drawn.iter_mut().enumerate() {
            *slot = chance;
            chance *= k.saturating_sub(j) as f64 / n.saturating_sub(j).max(1) as f64;
        }
        let of = |ways: f64, blocks: &[&[f64]]| coefficient(ways, blocks, &drawn);
        Sampling {
            second: of(1.0, &[PAIR]),
            fourth: [of(1.0, &[FOUR]), of(3.0, &[PAIR, PAIR])],
            sixth: [
                of(1.0, &[SIX]),
                of(15.0, &[FOUR, PAIR]),
                of(10.0, &[TRIPLE, TRIPLE]),
                of(15.0, &[PAIR, PAIR, PAIR]),
            ],
        }
    }

    /// From the sums of the second, third, fourth and sixth central powers.
    pub fn moments(&self, [s2, s3, s4, s6]: [f64; 4]) -> Moments {
        let sum = |factors: &[f64], terms: &[f64]| factors.iter().zip(terms).map(|(f, t)| f * t).sum();
        Moments {
            variance: self.second * s2,
            fourth: sum(&self.fourth, &[s4, s2 * s2]),
            sixth: sum(&self.sixth, &[s6, s4 * s2, s3 * s3, s2 * s2 * s2]),
        }
    }
}

/// Room for rounding in what the moments say.
const ROOM: f64 = 1e-9;

/// Values that the exact p cannot fall below or exceed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Bounds {
    pub lower: f64,
    pub upper: f64,
}

impl Bounds {
    /// For a distance from the mean of the root of `square`.
    ///
    /// T, the squared standardised distance, has the moments 1, m2, m3. A polynomial nowhere above the step from 0 to 1
    /// at t has an expectation of at most `P(T >= t)`, one nowhere below the step at least that. The polynomials are
    /// those of the sharp inequalities of Chebyshev, Markov and Stieltjes.
    pub fn of(square: f64, moments: Moments) -> Bounds {
        let Moments { variance, fourth, sixth } = moments;
        let (t, m2, m3) = (square / variance, fourth / (variance * variance), sixth / (variance * variance * variance));
        let lower = below_by_square(t, m2).max(below_by_cube(t, m2, m3));
        let upper = above_by_square(t, m2).min(above_by_cube(t, m2, m3));
        // not a number where there are no moments to speak of
        Bounds { lower: if lower > 0.0 { lower.min(1.0) } else { 0.0 }, upper: if upper < 1.0 { upper } else { 1.0 } }
    }
}

/// Cantelli's inequality on T, for t below its mean of 1.
fn below_by_square(t: f64, m2: f64) -> f64 {
    let slack = (1.0 - t).max(0.0) * (1.0 - t).max(0.0);
    if slack > 0.0 { slack / ((m2 - 1.0).max(0.0) + slack) * (1.0 - ROOM) } else { 0.0 }
}

/// Markov's inequality on T².
fn above_by_square(t: f64, m2: f64) -> f64 {
    if t > 0.0 { m2 / (t * t) * (1.0 + ROOM) } else { 1.0 }
}

/// `T (T - t) (c - d T)`, which is 1 at its only hump, at y above t: below 0 up to t, below 1 beyond.
fn below_by_cube(t: f64, m2: f64, m3: f64) -> f64 {
    let y = (m3 - t * m2) / (m2 - t);
    let hump = t < m2 && y > t;
    if !hump {
        return 0.0;
    }
    let rise = y * (y - t);
    let d = (2.0 * y - t) / (rise * rise);
    let c = 1.0 / rise + d * y;
    c * (m2 - t) - d * (m3 - t * m2) - ROOM * (c * (m2 + t) + d * (m3 + t * m2))
}

/// `T (T - y)²`, over what it is at t, for y from 0 to t: at least 0, and at least 1 beyond t.
fn above_by_cube(t: f64, m2: f64, m3: f64) -> f64 {
    let beyond = t > m2;
    if !beyond {
        return 1.0;
    }
    let y = ((t * m2 - m3) / (t - m2)).max(0.0);
    let at = t * (t - y) * (t - y);
    (m3 - 2.0 * y * m2 + y * y + ROOM * (m3 + 2.0 * y * m2 + y * y)) / at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_all_samples() {
        let numbers = [2.0, 5.0, 5.0, 8.0, 10.0, 13.0, 14.0_f64];
        let mean = numbers.iter().sum::<f64>() / 7.0;
        let power = |e: i32| numbers.iter().map(|r| (r - mean).powi(e)).sum::<f64>();
        for k in 1..7_u32 {
            let sums: Vec<f64> = (0..1_u32 << 7)
                .filter(|c| c.count_ones() == k)
                .map(|c| numbers.iter().enumerate().filter(|(i, _)| c >> i & 1 == 1).map(|(_, r)| r - mean).sum())
                .collect();
            let direct = |e: i32| sums.iter().map(|s: &f64| s.powi(e)).sum::<f64>() / sums.len() as f64;
            let found = Sampling::new(7, k as usize).moments([power(2), power(3), power(4), power(6)]);
            for (found, expected) in [(found.variance, direct(2)), (found.fourth, direct(4)), (found.sixth, direct(6))]
            {
                assert!((found / expected - 1.0).abs() < 1e-12, "{k} {found} {expected}");
            }
        }
    }

    #[test]
    fn bounds_by_hand() {
        // moments of a squared normal variable: 1, 3, 15. At t = 1, y = 6: c = 1/30 + 66/900, d = 11/900
        let normal = Moments { variance: 4.0, fourth: 48.0, sixth: 960.0 };
        let bounds = Bounds::of(4.0, normal);
        assert!((bounds.lower - (96.0 / 900.0 * 2.0 - 11.0 / 900.0 * 12.0)).abs() < 1e-7, "{bounds:?}");
        assert_eq!(bounds.upper, 1.0);
        // at t = 9, y = 2: (15 - 12 + 4) / (9 * 49)
        let bounds = Bounds::of(36.0, normal);
        assert!((bounds.upper - 7.0 / 441.0).abs() < 1e-7 && bounds.lower == 0.0, "{bounds:?}");
        // Cantelli close to the mean: 1 / 3
        assert!((Bounds::of(0.0, normal).lower - 1.0 / 3.0).abs() < 1e-8);
        assert_eq!(
            Bounds::of(0.0, Moments { variance: 0.0, fourth: 0.0, sixth: 0.0 }),
            Bounds { lower: 0.0, upper: 1.0 }
        );
    }
}
