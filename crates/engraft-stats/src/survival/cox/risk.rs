//! Running sums over the risk set, from the latest time to the earliest.

use libm::exp;

use super::design::{Design, Stratum};

/// Weighted sums of powers of the covariates over some rows: `w`, `w x`, `w x x'`, `w x x x`.
#[derive(Clone, Debug)]
pub(in crate::survival) struct Sums {
    pub s0: f64,
    pub s1: Vec<f64>,
    /// Lower triangle, row by row; empty when not asked for.
    pub s2: Vec<f64>,
    /// Entries with falling indices; empty when not asked for.
    pub s3: Vec<f64>,
}

/// The values as an array.
#[inline(always)]
fn fixed<const P: usize>(x: &[f64]) -> [f64; P] {
    x.first_chunk::<P>().copied().unwrap_or([0.0; P])
}

/// Adds `w x x'` to a lower triangle; nothing when the triangle is not kept.
#[inline(always)]
fn add_second(target: &mut [f64], w: f64, x: &[f64]) {
    let mut rest = target;
    for (a, v) in x.iter().enumerate() {
        let Some((row, after)) = rest.split_at_mut_checked(a + 1) else { return };
        rest = after;
        let wv = w * v;
        for (slot, u) in row.iter_mut().zip(x) {
            *slot += wv * u;
        }
    }
}

impl Sums {
    pub fn new(p: usize, order: usize) -> Sums {
        let size = |wanted: usize, size: usize| vec![0.0; if order >= wanted { size } else { 0 }];
        Sums { s0: 0.0, s1: size(1, p), s2: size(2, p * (p + 1) / 2), s3: size(3, p * (p + 1) * (p + 2) / 6) }
    }

    fn clear(&mut self) {
        self.s0 = 0.0;
        self.s1.fill(0.0);
        self.s2.fill(0.0);
        self.s3.fill(0.0);
    }

    #[inline]
    pub fn add(&mut self, w: f64, x: &[f64]) {
        self.s0 += w;
        for (slot, v) in self.s1.iter_mut().zip(x) {
            *slot += w * v;
        }
        // a number of covariates known when compiling lets the loops unroll
        match x {
            [_] => add_second(&mut self.s2, w, &fixed::<1>(x)),
            [_, _] => add_second(&mut self.s2, w, &fixed::<2>(x)),
            [_, _, _] => add_second(&mut self.s2, w, &fixed::<3>(x)),
            [_, _, _, _] => add_second(&mut self.s2, w, &fixed::<4>(x)),
            [_, _, _, _, _] => add_second(&mut self.s2, w, &fixed::<5>(x)),
            [_, _, _, _, _, _] => add_second(&mut self.s2, w, &fixed::<6>(x)),
            _ => add_second(&mut self.s2, w, x),
        }
        if !self.s3.is_empty() {
            self.add_third(w, x);
        }
    }

    /// Adds other sums, each times `factor`.
    pub fn add_scaled(&mut self, factor: f64, other: &Sums) {
        self.s0 += factor * other.s0;
        for (own, other) in [(&mut self.s1, &other.s1), (&mut self.s2, &other.s2), (&mut self.s3, &other.s3)] {
            own.iter_mut().zip(other).for_each(|(slot, v)| *slot += factor * v);
        }
    }

    fn add_third(&mut self, w: f64, x: &[f64]) {
        let mut slots = self.s3.iter_mut();
        for (a, va) in x.iter().enumerate() {
            for (b, vb) in x.iter().enumerate().take(a + 1) {
                for (vc, slot) in x.iter().take(b + 1).zip(slots.by_ref()) {
                    *slot += w * va * vb * vc;
                }
            }
        }
    }
}

/// The risk set at an event time.
#[derive(Debug)]
pub(in crate::survival) struct RiskSet<'a> {
    pub stratum: usize,
    /// Place of the time among the stratum's groups.
    pub group: usize,
    pub time: f64,
    pub events: usize,
    /// Sums over all at risk.
    pub all: &'a Sums,
    /// Sums over the rows with the event; only kept up when more than one has it.
    pub dead: &'a Sums,
    /// Plain sum of the covariates of the rows with the event.
    pub dead_x: &'a [f64],
    /// Sum of their linear predictors.
    pub dead_eta: f64,
}

/// Linear predictor of a row.
pub(in crate::survival) fn predictor(x: &[f64], beta: &[f64]) -> f64 {
    x.iter().zip(beta).map(|(x, b)| x * b).sum()
}

/// Visits the risk set of each event time, stratum by stratum, from the latest time to the earliest.
pub(in crate::survival) fn visit(design: &Design, beta: &[f64], order: usize, mut see: impl FnMut(&RiskSet)) {
    for (index, stratum) in design.strata.iter().enumerate() {
        visit_stratum(stratum, index, design.p, beta, order, &mut see);
    }
}

/// Rows that are in the sums when rows may leave again.
struct Presence {
    inside: Vec<bool>,
    /// Largest sum of weights since the sums were last built from nothing.
    peak: f64,
}

impl Presence {
    /// Takes rows out of the sums; builds the sums anew once most of their weight has left, before rounding shows.
    fn leave(&mut self, gone: &[u32], stratum: &Stratum, beta: &[f64], all: &mut Sums) {
        self.peak = self.peak.max(all.s0);
        for position in gone {
            let x = stratum.covariates(*position as usize, beta.len());
            all.add(-exp(predictor(x, beta)), x);
            self.inside.get_mut(*position as usize).into_iter().for_each(|slot| *slot = false);
        }
        if !gone.is_empty() && (all.s0.is_nan() || all.s0 <= REBUILD_BELOW * self.peak) {
            all.clear();
            let rows = stratum.x.chunks_exact(beta.len()).zip(&self.inside);
            rows.filter(|(_, inside)| **inside).for_each(|(x, _)| all.add(exp(predictor(x, beta)), x));
            self.peak = all.s0;
        }
    }

    fn come(&mut self, range: &std::ops::Range<usize>) {
        self.inside.get_mut(range.clone()).into_iter().flatten().for_each(|slot| *slot = true);
    }
}

/// Share of the peak below which sums are built anew.
const REBUILD_BELOW: f64 = 1e-3;

fn visit_stratum(
    stratum: &Stratum,
    index: usize,
    p: usize,
    beta: &[f64],
    order: usize,
    see: &mut impl FnMut(&RiskSet),
) {
    let (mut all, mut dead, mut dead_x) = (Sums::new(p, order), Sums::new(p, order), vec![0.0; p]);
    let mut rows = stratum.x.chunks_exact(p).zip(&stratum.events);
    let late = !stratum.leaving.is_empty();
    let mut presence = Presence { inside: vec![false; if late { stratum.rows.len() } else { 0 }], peak: 0.0 };
    for (place, (group, range, gone)) in stratum.walk().enumerate() {
        if late {
            presence.leave(gone, stratum, beta, &mut all);
            presence.come(&range);
        }
        if group.events > 1 {
            dead.clear();
        }
        dead_x.fill(0.0);
        let mut dead_eta = 0.0;
        for (x, event) in rows.by_ref().take(range.len()) {
            let eta = predictor(x, beta);
            let w = exp(eta);
            all.add(w, x);
            if *event {
                dead_eta += eta;
                dead_x.iter_mut().zip(x).for_each(|(slot, v)| *slot += v);
                if group.events > 1 {
                    dead.add(w, x);
                }
            }
        }
        if group.events > 0 {
            let events = group.events;
            let (all, dead, dead_x) = (&all, &dead, dead_x.as_slice());
            see(&RiskSet { stratum: index, group: place, time: group.time, events, all, dead, dead_x, dead_eta });
        }
    }
}
