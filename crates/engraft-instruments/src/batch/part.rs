//! The terms of a score over columns of codes.

use super::open::Bounds;

/// Rows that are worked on at a time, so that what is between the columns and the score stays in the nearest cache.
pub(super) const ROWS: usize = 2048;

/// `base + sum of factor x code`, in units.
#[derive(Clone, Debug, Default)]
pub(super) struct Linear {
    pub(super) base: i16,
    pub(super) terms: Vec<Term>,
}

/// One item of a sum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub(super) item: usize,
    pub(super) factor: i16,
    pub(super) last: u8,
}

/// A part of a total, in units.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A weighted sum of items.
    Sum(Linear),
    /// Weight times signs times area.
    Product { weight: i16, signs: Linear, area: Linear },
    /// The greater of the two: an item, and what an aid lifts it to.
    Greater { own: Linear, aid: Linear },
}

impl Linear {
    /// Adds the terms to `sums`, and marks in `open` (by its top bit) the rows with a missing answer.
    ///
    /// The sum of a row with a missing answer is without meaning. Additions wrap, because such a row may leave the range;
    /// the others cannot, which [`Linear::extent`] guards.
    fn add(&self, columns: &[&[u8]], sums: &mut [i16], open: &mut [u8]) {
        let column = |term: &Term| columns.get(term.item).copied().unwrap_or_default();
        for terms in self.terms.chunks(4) {
            if let [a, b, c, d] = terms {
                let four = std::iter::zip(std::iter::zip(column(a), column(b)), std::iter::zip(column(c), column(d)));
                for ((sum, open), ((a0, b0), (c0, d0))) in sums.iter_mut().zip(open.iter_mut()).zip(four) {
                    let left = by(*a0, a.factor).wrapping_add(by(*b0, b.factor));
                    let right = by(*c0, c.factor).wrapping_add(by(*d0, d.factor));
                    *sum = sum.wrapping_add(left).wrapping_add(right);
                    *open |= (*a0 | *b0) | (*c0 | *d0);
                }
                continue;
            }
            for term in terms {
                for ((sum, open), code) in sums.iter_mut().zip(open.iter_mut()).zip(column(term)) {
                    *sum = sum.wrapping_add(by(*code, term.factor));
                    *open |= *code;
                }
            }
        }
    }

    /// The sums of a stretch of rows, of at most [`ROWS`].
    fn sums(&self, columns: &[&[u8]], open: &mut [u8]) -> [i16; ROWS] {
        let mut sums = [self.base; ROWS];
        self.add(columns, &mut sums, open);
        sums
    }

    /// Smallest and greatest sum over all answers; also the bounds of what is not known.
    pub(super) fn extent(&self) -> Bounds {
        self.bounds(&[])
    }

    /// The bounds of one row; an item without a code is missing.
    pub(super) fn bounds(&self, codes: &[u8]) -> Bounds {
        let point = Bounds::point(i32::from(self.base));
        self.terms.iter().fold(point, |sum, term| {
            let factor = i32::from(term.factor);
            let end = factor * i32::from(term.last);
            let known = codes.get(term.item).filter(|code| **code <= term.last);
            let value = known.map_or(Bounds { lower: end.min(0), upper: end.max(0) }, |code| {
                Bounds::point(factor * i32::from(*code))
            });
            sum.plus(value)
        })
    }
}

fn by(code: u8, factor: i16) -> i16 {
    i16::from(code).wrapping_mul(factor)
}

impl Part {
    /// Adds the part to `sums`; rows with a missing answer are marked in `open`.
    pub(super) fn add(&self, columns: &[&[u8]], sums: &mut [i16], open: &mut [u8]) {
        match self {
            Part::Sum(linear) => {
                for sum in sums.iter_mut() {
                    *sum = sum.wrapping_add(linear.base);
                }
                linear.add(columns, sums, open);
            }
            Part::Product { weight, signs, area } => {
                let (signs, area) = (signs.sums(columns, open), area.sums(columns, open));
                for (sum, (signs, area)) in sums.iter_mut().zip(signs.iter().zip(&area)) {
                    *sum = sum.wrapping_add(signs.wrapping_mul(*area).wrapping_mul(*weight));
                }
            }
            Part::Greater { own, aid } => {
                let (own, aid) = (own.sums(columns, open), aid.sums(columns, open));
                for (sum, (own, aid)) in sums.iter_mut().zip(own.iter().zip(&aid)) {
                    *sum = sum.wrapping_add(*own.max(aid));
                }
            }
        }
    }

    /// Marks the rows in which either the signs or the area are 0, and the other is not.
    pub(super) fn mark_contradictions(&self, columns: &[&[u8]], marks: &mut [u8], open: &mut [u8]) {
        if let Part::Product { signs, area, .. } = self {
            let (signs, area) = (signs.sums(columns, open), area.sums(columns, open));
            for (mark, (signs, area)) in marks.iter_mut().zip(signs.iter().zip(&area)) {
                *mark |= u8::from((*signs == 0) != (*area == 0));
            }
        }
    }

    /// The bounds of one row.
    pub(super) fn bounds(&self, codes: &[u8]) -> Bounds {
        match self {
            Part::Sum(linear) => linear.bounds(codes),
            Part::Product { weight, signs, area } => {
                signs.bounds(codes).product(area.bounds(codes)).times(i32::from(*weight))
            }
            Part::Greater { own, aid } => own.bounds(codes).greater(aid.bounds(codes)),
        }
    }
}
