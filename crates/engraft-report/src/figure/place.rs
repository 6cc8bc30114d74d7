//! Placing labels so that they do not overlap.

/// Moves centres along one axis as little as possible (least squares) so that boxes of the given sizes
/// do not overlap and stay between `low` and `high`; if there is not room for all, sizes shrink alike.
pub(super) fn spread(wanted: &[f64], sizes: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<(usize, f64, f64)> =
        wanted.iter().zip(sizes).enumerate().map(|(index, (want, size))| (index, *want, *size)).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let total: f64 = sizes.iter().sum();
    let shrink = if total > high - low && total > 0.0 { ((high - low) / total).max(0.0) } else { 1.0 };

    // with the boxes pushed together, "no overlap" reads "never decreasing": pooled neighbours solve it
    let mut shift = 0.0;
    let mut shifts = Vec::with_capacity(order.len());
    let mut pools: Vec<(f64, f64)> = Vec::new();
    let mut before = None;
    for (_, want, size) in &order {
        let half = size * shrink / 2.0;
        shift += before.map_or(half, |previous: f64| previous + half);
        before = Some(half);
        shifts.push(shift);
        pools.push((want - shift, 1.0));
        merge(&mut pools);
    }
    let last = shift + before.unwrap_or(0.0);
    let top = (high - last).max(low);
    let levels = pools.iter().flat_map(|(mean, count)| std::iter::repeat_n(mean.clamp(low, top), *count as usize));
    let mut placed: Vec<(usize, f64)> =
        order.iter().zip(levels).zip(shifts).map(|(((index, ..), level), shift)| (*index, level + shift)).collect();
    placed.sort_by_key(|(index, _)| *index);
    placed.into_iter().map(|(_, place)| place).collect()
}

fn merge(pools: &mut Vec<(f64, f64)>) {
    while let [.., (left, left_count), (right, right_count)] = pools.as_slice() {
        if left <= right {
            return;
        }
        let count = left_count + right_count;
        let mean = (left * left_count + right * right_count) / count;
        pools.truncate(pools.len() - 2);
        pools.push((mean, count));
    }
}

/// An upright box by centre and half extents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    /// Centre.
    pub(super) centre: (f64, f64),
    /// Half width and half height.
    pub(super) half: (f64, f64),
}

impl Area {
    /// Whether two boxes overlap.
    pub(super) fn overlaps(&self, other: &Area) -> bool {
        (self.centre.0 - other.centre.0).abs() < self.half.0 + other.half.0
            && (self.centre.1 - other.centre.1).abs() < self.half.1 + other.half.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(spread(&[10.0, 50.0], &[10.0, 10.0], 0.0, 100.0), [10.0, 50.0]);
    }

    #[test]
    fn colliding_labels_move_apart_evenly_and_keep_input_order_of_results() {
        assert_eq!(spread(&[52.0, 48.0], &[10.0, 10.0], 0.0, 100.0), [55.0, 45.0]);
    }

    #[test]
    fn labels_stay_inside_and_never_overlap() {
        let wanted = [99.0, 98.0, 97.0, 1.0];
        let placed = spread(&wanted, &[20.0; 4], 0.0, 100.0);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 20.0 - 1e-9), "{placed:?}");
        assert!(sorted[0] >= 10.0 && sorted[3] <= 90.0 + 1e-9, "{placed:?}");
    }

    #[test]
    fn too_many_labels_shrink_alike() {
        let placed = spread(&[50.0; 20], &[20.0; 20], 0.0, 100.0);
        assert!(placed.iter().all(|place| (0.0..=100.0).contains(place)));
        assert!(spread(&[], &[], 0.0, 1.0).is_empty());
    }
}
