//! Answers of a responder definition, and how they combine.

use std::fmt;

/// Whether a definition is met.
///
/// `Undetermined` means that missing information could still change the answer; `NotEvaluable` that the quantity itself
/// is undefined (a relative change from zero), whatever else becomes known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// The definition is met.
    Met,
    /// The definition is not met.
    NotMet,
    /// Missing information could still change the answer.
    Undetermined,
    /// The quantity is undefined.
    NotEvaluable,
}

impl Verdict {
    /// `Met` for true, `NotMet` for false.
    pub fn known(met: bool) -> Verdict {
        if met { Verdict::Met } else { Verdict::NotMet }
    }

    /// Conjunction: one part that is not met decides; then missing information; then an undefined part.
    pub fn and(self, other: Verdict) -> Verdict {
        Verdict::combine(self, other, Verdict::NotMet)
    }

    /// Disjunction: one part that is met decides; then missing information; then an undefined part.
    pub fn or(self, other: Verdict) -> Verdict {
        Verdict::combine(self, other, Verdict::Met)
    }

    fn combine(a: Verdict, b: Verdict, decisive: Verdict) -> Verdict {
        [decisive, Verdict::Undetermined, Verdict::NotEvaluable].into_iter().find(|v| *v == a || *v == b).unwrap_or(a)
    }

    /// Negation: met and not met change places; the others stay.
    pub fn negated(self) -> Verdict {
        match self {
            Verdict::Met => Verdict::NotMet,
            Verdict::NotMet => Verdict::Met,
            other => other,
        }
    }

    /// At least `k` of `parts` met. A part that is not evaluable counts as not met.
    pub fn at_least(k: usize, parts: &[Verdict]) -> Verdict {
        let met = parts.iter().filter(|v| **v == Verdict::Met).count();
        let open = parts.iter().filter(|v| **v == Verdict::Undetermined).count();
        if met >= k {
            Verdict::Met
        } else if met.saturating_add(open) < k {
            Verdict::NotMet
        } else {
            Verdict::Undetermined
        }
    }

    /// `Some(true)` or `Some(false)` when decided.
    pub fn decided(self) -> Option<bool> {
        match self {
            Verdict::Met => Some(true),
            Verdict::NotMet => Some(false),
            Verdict::Undetermined | Verdict::NotEvaluable => None,
        }
    }

    /// The word used in files and reports: `met`, `not-met`, `undetermined`, `not-evaluable`.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::NotMet => "not-met",
            Verdict::Undetermined => "undetermined",
            Verdict::NotEvaluable => "not-evaluable",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{self, *};

    const ALL: [Verdict; 4] = [Met, NotMet, Undetermined, NotEvaluable];

    #[test]
    fn a_part_that_is_not_met_decides_a_conjunction_even_with_a_part_missing() {
        assert_eq!(Undetermined.and(NotMet), NotMet);
        assert_eq!(Undetermined.and(Met), Undetermined);
        assert_eq!(NotEvaluable.and(Met), NotEvaluable);
        assert_eq!(Undetermined.or(Met), Met);
    }

    #[test]
    fn combinations_are_commutative_and_obey_de_morgan() {
        for a in ALL {
            for b in ALL {
                assert_eq!(a.and(b), b.and(a));
                assert_eq!(a.or(b), b.or(a));
                assert_eq!(a.and(b).negated(), a.negated().or(b.negated()));
            }
        }
    }

    #[test]
    fn counting_is_decided_as_soon_as_the_known_parts_decide_it() {
        assert_eq!(Verdict::at_least(2, &[Met, Met, Undetermined]), Met);
        assert_eq!(Verdict::at_least(2, &[Met, NotMet, Undetermined]), Undetermined);
        assert_eq!(Verdict::at_least(2, &[NotMet, NotMet, Undetermined]), NotMet);
        assert_eq!(Verdict::at_least(1, &[NotEvaluable]), NotMet);
    }
}
