//! A confidence interval together with the level that was asked and the level it reaches.

/// A two-sided confidence interval.
///
/// Both ends belong to the interval. An end may be infinite when nothing bounds that side. A method that cannot
/// reach the level asked returns [`StatError::LevelUnreachable`](crate::StatError::LevelUnreachable) instead.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// Lower end, on the scale of the estimate; `-inf` when unbounded below.
    pub lower: f64,
    /// Upper end, on the scale of the estimate; `+inf` when unbounded above.
    pub upper: f64,
    /// The level asked, as a proportion (0.95, not 95).
    pub asked: f64,
    /// The level reached, when the method knows it: equal to `asked` for a method exact under a continuous model,
    /// at least `asked` for a rank method, `None` for a method that promises a level only on average or as a floor.
    pub achieved: Option<f64>,
}

impl Interval {
    /// Whether the value lies in the interval, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// Upper end minus lower end.
    pub fn width(&self) -> f64 {
        self.upper - self.lower
    }
}
