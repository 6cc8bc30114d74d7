//! Random numbers from a seed: one stream for each replicate, so that no result depends on the number of threads.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random numbers; the same seed and replicate give the same numbers on every machine.
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of one replicate.
    pub fn new(seed: u64, replicate: u64) -> Stream {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(replicate);
        Stream(generator)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number uniform on the open interval (0, 1): the middles of 2^53 equal cells.
    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A whole number uniform on 0 to `below - 1`, without bias; 0 when `below` is 0.
    pub fn below(&mut self, below: usize) -> usize {
        if below == 0 {
            return 0;
        }
        let size = below as u64;
        loop {
            let bits = self.bits();
            // draws from the largest multiple of `size` on would favour small numbers; the first comparison spares most
            // draws the division
            if bits <= u64::MAX - size || bits < u64::MAX - u64::MAX % size {
                return (bits % size) as usize;
            }
        }
    }

    /// A roll of a die: the same number as [`Stream::below`] of its sides gives.
    pub(crate) fn roll(&mut self, die: &Die) -> usize {
        loop {
            let bits = self.bits();
            if bits < die.limit {
                return die.remainder(bits) as usize;
            }
        }
    }

    /// A standard normal number, by the inverse of its distribution function.
    pub fn normal(&mut self) -> f64 {
        // the argument lies strictly inside (0, 1), where the quantile is defined
        crate::dist::normal_quantile(self.uniform()).unwrap_or(0.0)
    }

    /// Puts the values into a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            let other = self.below(last + 1);
            values.swap(last, other);
        }
    }
}

/// Sides of a die thrown often, with what spares every throw a division.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Die {
    sides: u64,
    reciprocal: u64,
    limit: u64,
}

impl Die {
    /// At least one side.
    pub(crate) fn new(sides: usize) -> Die {
        let sides = sides.max(1) as u64;
        Die { sides, reciprocal: u64::MAX / sides, limit: u64::MAX - u64::MAX % sides }
    }

    /// `bits % sides`: the quotient by the reciprocal is at most two too small.
    fn remainder(&self, bits: u64) -> u64 {
        let quotient = ((u128::from(bits) * u128::from(self.reciprocal)) >> 64) as u64;
        let mut rest = bits - quotient * self.sides;
        while rest >= self.sides {
            rest -= self.sides;
        }
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::{Die, Stream};

    #[test]
    fn a_die_gives_what_below_gives() {
        for sides in [1, 2, 3, 7, 41, 64, 1000, 1 << 40, usize::MAX / 2 + 2, usize::MAX] {
            let (mut a, mut b, die) = (Stream::new(9, 0), Stream::new(9, 0), Die::new(sides));
            assert!((0..500).all(|_| a.below(sides) == b.roll(&die)), "{sides}");
            for bits in [0, 1, sides as u64 - 1, sides as u64, u64::MAX - 1, u64::MAX] {
                assert_eq!(die.remainder(bits), bits % sides as u64, "{bits} {sides}");
            }
        }
    }

    #[test]
    fn a_seed_and_a_replicate_name_one_stream() {
        let draw = |seed, replicate| Stream::new(seed, replicate).bits();
        assert_eq!(draw(1, 0), draw(1, 0));
        assert_ne!(draw(1, 0), draw(1, 1));
        assert_ne!(draw(1, 0), draw(2, 0));
    }

    #[test]
    fn the_first_draws_stay_what_they_are() {
        let mut stream = Stream::new(42, 7);
        assert_eq!([stream.bits(), stream.bits()], FIRST);
    }

    const FIRST: [u64; 2] = [2_370_525_664_269_707_216, 6_019_739_031_913_071_421];

    #[test]
    fn small_numbers_are_drawn_alike_often() {
        let mut stream = Stream::new(3, 0);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[stream.below(6)] += 1;
        }
        assert!(counts.iter().all(|count| count.abs_diff(10_000) < 500), "{counts:?}");
    }

    #[test]
    fn uniform_and_normal_have_their_moments() {
        let mut stream = Stream::new(5, 0);
        let n = 40_000.0;
        let (mut sum, mut normal, mut squares) = (0.0, 0.0, 0.0);
        for _ in 0..40_000 {
            let u = stream.uniform();
            assert!(u > 0.0 && u < 1.0);
            sum += u;
            let z = stream.normal();
            normal += z;
            squares += z * z;
        }
        assert!((sum / n - 0.5).abs() < 0.01);
        assert!((normal / n).abs() < 0.02 && (squares / n - 1.0).abs() < 0.03);
    }
}
