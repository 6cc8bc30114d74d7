//! Graphical procedures: weighted Bonferroni tests that hand on the weight of a rejected hypothesis (Bretz and others).

use super::checked;
use crate::StatError;

/// Most hypotheses accepted.
const LARGEST: usize = 200;
/// Sums of weights may exceed 1 by this much: they are often thirds.
const SLACK: f64 = 1e-9;

/// Shares of alpha for each hypothesis, and what becomes of them. Built by [`Graph::new`].
#[derive(Clone, PartialEq, Debug)]
pub struct Graph {
    weights: Vec<f64>,
    transitions: Vec<Vec<f64>>,
}

/// Result of a graphical procedure.
#[derive(Clone, PartialEq, Debug)]
pub struct GraphResult {
    /// Adjusted p-values in the order given.
    pub adjusted: Vec<f64>,
    /// Positions of the hypotheses (from 0) in the order in which they would be rejected as alpha grows.
    pub order: Vec<usize>,
}

impl Graph {
    /// A graph of m hypotheses.
    ///
    /// # Arguments
    /// `weights`: m shares of alpha, at least 0, together at most 1. `transitions`: m rows of m shares; row j says to
    /// whom the weight of hypothesis j goes when it is rejected; at least 0, 0 on the diagonal, each row at most 1.
    /// # Errors
    /// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::LengthMismatch`]; [`StatError::InvalidParameter`]
    /// for a share that is negative, not a number or beyond its sum.
    pub fn new(weights: &[f64], transitions: &[Vec<f64>]) -> Result<Graph, StatError> {
        crate::check::at_least(weights, 1)?;
        crate::check::at_most(weights, LARGEST)?;
        shares("weights", weights)?;
        let lengths = std::iter::once(transitions.len()).chain(transitions.iter().map(Vec::len));
        if let Some(right) = lengths.into_iter().find(|length| *length != weights.len()) {
            return Err(StatError::LengthMismatch { left: weights.len(), right });
        }
        for (j, row) in transitions.iter().enumerate() {
            shares("transitions", row)?;
            match row.get(j) {
                Some(own) if *own != 0.0 => {
                    return Err(StatError::InvalidParameter { name: "transitions", found: *own });
                }
                _ => {}
            }
        }
        Ok(Graph { weights: weights.to_vec(), transitions: transitions.to_vec() })
    }

    /// Adjusted p-values by the sequentially rejective procedure.
    ///
    /// # Arguments
    /// `p_values`: one for each hypothesis.
    /// # Returns
    /// A [`GraphResult`]; the adjusted p of a hypothesis that never receives weight is 1.
    /// # Assumptions and small samples
    /// Holds the family-wise level under any dependence.
    /// # Numerics
    /// Ties go to the hypothesis named first; the adjusted p-values do not depend on it.
    /// # Errors
    /// [`StatError::LengthMismatch`], [`StatError::ProbabilityOutOfRange`].
    /// # Examples
    /// ```
    /// use engraft_stats::{StatError, multiplicity::Graph};
    /// // two hypotheses that hand on everything to each other: Holm
    /// let holm = Graph::new(&[0.5, 0.5], &[vec![0.0, 1.0], vec![1.0, 0.0]])?;
    /// assert_eq!(holm.adjust(&[0.04, 0.01])?.adjusted, vec![0.04, 0.02]);
    /// assert!(holm.adjust(&[0.04]).is_err());
    /// assert!(Graph::new(&[0.7, 0.7], &[vec![0.0, 1.0], vec![1.0, 0.0]]).is_err());
    /// # Ok::<(), StatError>(())
    /// ```
    /// # Validation
    /// `multiplicity/graph`, closed weighted Bonferroni test over all intersections in R 4.2.2, closed_form.
    /// # References
    /// Bretz F, Maurer W, Brannath W, Posch M. A graphical approach to sequentially rejective multiple test
    /// procedures. Stat Med 2009;28:586-604. doi:10.1002/sim.3495 (algorithms 1 and 2)
    pub fn adjust(&self, p_values: &[f64]) -> Result<GraphResult, StatError> {
        checked(p_values, LARGEST)?;
        let m = self.weights.len();
        if p_values.len() != m {
            return Err(StatError::LengthMismatch { left: p_values.len(), right: m });
        }
        let mut graph = self.clone();
        let mut left: Vec<usize> = (0..m).collect();
        let mut adjusted = vec![1.0; m];
        let mut order = Vec::with_capacity(m);
        let mut reached = 0.0_f64;
        while let Some((next, ratio)) = graph.smallest(p_values, &left) {
            reached = reached.max(ratio.min(1.0));
            if let Some(place) = adjusted.get_mut(next) {
                *place = reached;
            }
            order.push(next);
            left.retain(|j| *j != next);
            graph = graph.without(next, &left);
        }
        Ok(GraphResult { adjusted, order })
    }

    /// The hypothesis with the smallest p over weight, among those that have a weight.
    fn smallest(&self, p_values: &[f64], left: &[usize]) -> Option<(usize, f64)> {
        let ratio = |j: &usize| match (p_values.get(*j), self.weights.get(*j)) {
            (Some(p), Some(w)) if *w > 0.0 => Some((*j, p / w)),
            _ => None,
        };
        left.iter().filter_map(ratio).reduce(|best, next| if next.1 < best.1 { next } else { best })
    }

    /// The graph after rejecting `j` (algorithm 1, step 3).
    fn without(&self, j: usize, left: &[usize]) -> Graph {
        let g = |l: usize, k: usize| self.transitions.get(l).and_then(|row| row.get(k)).copied().unwrap_or(0.0);
        let weight = |l: usize| self.weights.get(l).copied().unwrap_or(0.0);
        let m = self.weights.len();
        let mut next = Graph { weights: vec![0.0; m], transitions: vec![vec![0.0; m]; m] };
        for l in left {
            if let Some(place) = next.weights.get_mut(*l) {
                *place = weight(*l) + weight(j) * g(j, *l);
            }
            let loop_back = g(*l, j) * g(j, *l);
            for k in left.iter().filter(|k| *k != l) {
                let value = if loop_back < 1.0 { (g(*l, *k) + g(*l, j) * g(j, *k)) / (1.0 - loop_back) } else { 0.0 };
                if let Some(place) = next.transitions.get_mut(*l).and_then(|row| row.get_mut(*k)) {
                    *place = value;
                }
            }
        }
        next
    }
}

/// Refuses shares that are negative, not numbers, or together above 1.
fn shares(name: &'static str, values: &[f64]) -> Result<(), StatError> {
    if let Some(bad) = values.iter().find(|v| !(0.0..=1.0 + SLACK).contains(*v)) {
        return Err(StatError::InvalidParameter { name, found: *bad });
    }
    let sum: f64 = values.iter().sum();
    if sum > 1.0 + SLACK { Err(StatError::InvalidParameter { name, found: sum }) } else { Ok(()) }
}
