//! Multiplicity, power and sample size.

use engraft_stats::design::*;
use engraft_stats::multiplicity::*;

use super::Method;
use super::input::Hostile;

fn alpha(h: &mut Hostile) -> f64 {
    let odd = h.level();
    h.pick(&[0.05, 0.025, 0.2, odd])
}

fn p_values(h: &mut Hostile) -> Vec<f64> {
    (0..h.pick(&[0, 1, 2, 3, 5, 8])).map(|_| if h.0.below(30) == 0 { h.probability() } else { h.0.uniform() }).collect()
}

pub const METHODS: &[Method] = &[
    ("adjusted p", &["adjust-p", "fixed-sequence"], 1, |h, f| {
        use Adjustment::*;
        let p = p_values(h);
        let adjustment = h.pick(&[Bonferroni, Holm, Hochberg, Hommel, BenjaminiHochberg, BenjaminiYekutieli]);
        adjust_p_values(&p, adjustment).iter().flatten().for_each(|v| f.probability("p", *v));
        fixed_sequence(&p).iter().flatten().for_each(|v| f.probability("p", *v));
    }),
    ("graph", &["graphical"], 1, |h, f| {
        let p = p_values(h);
        let share = 1.0 / p.len().max(1) as f64;
        let poison = h.0.below(4) == 0;
        let weights: Vec<f64> = p.iter().map(|_| if poison { h.probability() } else { share }).collect();
        let transitions: Vec<Vec<f64>> = (0..p.len())
            .map(|i| (0..p.len()).map(|j| if i == j { 0.0 } else { share * h.pick(&[1.0, 0.0, 0.5]) }).collect())
            .collect();
        if let Ok(r) = Graph::new(&weights, &transitions).and_then(|g| g.adjust(&p)) {
            r.adjusted.iter().for_each(|v| f.probability("p", *v));
            assert!(r.order.len() <= p.len());
        }
    }),
    ("power of t tests", &["power-paired-t", "power-two-group-t"], 4, |h, f| {
        let sides = h.pick(&[Sides::One, Sides::Two]);
        let (effect, alpha) = (h.number(), alpha(h));
        let (n1, n2) = (h.count(), h.count());
        let designs = [paired_t_power(n1, effect, alpha, sides), two_group_t_power(n1, n2, effect, alpha, sides)];
        for d in designs.into_iter().flatten() {
            f.probability("power", d.power);
            f.all("design", &[d.critical, d.noncentrality]);
        }
    }),
    ("sizes of t tests", &[], 15, |h, f| {
        let sides = h.pick(&[Sides::One, Sides::Two]);
        let (effect, alpha, power) = (h.number(), alpha(h), h.probability());
        for found in [paired_t_size(effect, alpha, sides, power), two_group_t_size(effect, alpha, sides, power)] {
            found.iter().for_each(|d| f.probability("power", d.power));
        }
    }),
    ("power of two proportions", &["power-two-proportions"], 4, |h, f| {
        let alternative = h.alternative();
        let test = h.pick(&[
            ProportionTest::Fisher(alternative),
            ProportionTest::Barnard(alternative),
            ProportionTest::Boschloo(alternative),
        ]);
        let sizes = (h.pick(&[0, 1, 3, 7, 501]), h.pick(&[0, 1, 4, 8]));
        if let Ok(r) = two_proportion_power(sizes, (h.probability(), h.probability()), alpha(h), test) {
            f.probability("power", r.power);
        }
    }),
    ("two_proportion_size", &[], 200, |h, f| {
        let test = ProportionTest::Fisher(h.alternative());
        let proportions = h.pick(&[(0.9, 0.1), (0.1, 0.95), (0.5, 0.5), (f64::NAN, 0.5), (2.0, 0.1)]);
        if let Ok(r) = two_proportion_size(proportions, alpha(h), h.pick(&[0.8, 0.5, 1.0, 0.0]), test) {
            f.probability("power", r.power);
        }
    }),
    ("single arm", &["power-single-arm"], 4, |h, f| {
        let (null, alternative, alpha) = (h.probability(), h.probability(), alpha(h));
        if let Ok(r) = single_arm_power(h.count().min(3000), null, alternative, alpha) {
            f.probabilities("power", &[r.alpha, r.power]);
        }
        // the search for a size is dear
        let power = if h.0.below(50) == 0 { h.probability() } else { f64::NAN };
        if let Ok((first, stable)) = single_arm_size(null, alternative, alpha, power) {
            f.probabilities("power", &[first.power, stable.power]);
        }
    }),
    ("simon_characteristics", &[], 1, |h, f| {
        let stages = [h.count(), h.count(), h.count(), h.count()].map(|v| v.min(2000));
        let n1 = h.0.below(9) as u64;
        let plain = [h.0.below(4) as u64, n1, h.0.below(7) as u64, n1 + h.0.below(9) as u64];
        let stages = h.pick(&[stages, plain, plain, plain]);
        if let Ok(d) = simon_characteristics(stages, h.probability(), h.probability()) {
            f.probabilities("design", &[d.alpha, d.power, d.early_stop]);
            f.finite("expected", d.expected);
        }
    }),
    ("simon_two_stage", &["simon-two-stage"], 20, |h, f| {
        let odd = (h.probability(), h.probability());
        let proportions = h.pick(&[(0.1, 0.5), (0.2, 0.7), (0.5, 0.2), odd]);
        let rule = h.pick(&[SimonRule::Optimal, SimonRule::Minimax]);
        let largest = h.pick(&[0, 1, 12, 25]);
        if let Ok(d) = simon_two_stage(proportions, alpha(h), h.pick(&[0.8, 0.6, 1.0, f64::NAN]), rule, largest) {
            f.probabilities("design", &[d.alpha, d.power, d.early_stop]);
        }
    }),
];
