# Sign flips, two groups, re-randomisation by scheme. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(coin)); library(jsonlite)
set.seed(5)
flips <- lapply(list(c(5, 0), c(8, 1), c(12, 0), c(15, 1)), function(k) {
  d <- round(rnorm(k[1], 1, 2), k[2] * 2); d[d == 0] <- 1
  g <- as.matrix(expand.grid(rep(list(c(-1, 1)), length(d)))); s <- as.numeric(g %*% abs(d))
  p <- mean(abs(s) >= abs(sum(d)) - 1e-9)
  # coin: symmetry test of the pairs (d, 0) with the signed values as scores
  y <- c(rbind(pmax(d, 0), pmax(-d, 0))); w <- factor(rep(c("pos", "neg"), length(d)), levels = c("pos", "neg")); b <- gl(length(d), 2)
  pc <- as.numeric(pvalue(symmetry_test(y ~ w | b, distribution = "exact", teststat = "scalar")))
  cat("flip", length(d), p, pc, "\n"); stopifnot(abs(p - pc) < 1e-9)
  list(values = d, p = p)
})
groups <- lapply(list(c(3, 4, 0), c(5, 6, 1), c(8, 8, 0), c(10, 12, 2), c(20, 20, 1)), function(k) {
  x <- round(rnorm(k[1], 1), k[3]); y <- round(rnorm(k[2], 0), k[3])
  p <- as.numeric(pvalue(oneway_test(v ~ g, data.frame(v = c(x, y), g = gl(2, 1, k[1] + k[2], labels = 1:2)[c(rep(1, k[1]), rep(2, k[2]))]), distribution = "exact")))
  cat("groups", k, p, "\n"); list(first = x, second = y, p = p)
})
# every assignment of a scheme with its probability
difference <- function(v, f) mean(v[f]) - mean(v[!f])
share <- function(v, seen, sets, prob) {
  ok <- apply(sets, 1, function(f) any(f) && any(!f)); sets <- sets[ok, , drop = FALSE]; prob <- prob[ok]
  d <- apply(sets, 1, function(f) difference(v, f))
  sum(prob[abs(d) >= abs(difference(v, seen)) - 1e-9]) / sum(prob)
}
block <- function(size, first, take = size) { # all fillings of a block, cut to the places taken
  m <- t(combn(size, first, function(i) seq_len(size) %in% i)); m[, seq_len(take), drop = FALSE] }
join <- function(parts) { out <- parts[[1]]; for (p in parts[-1]) out <- cbind(out[rep(seq_len(nrow(out)), each = nrow(p)), , drop = FALSE], p[rep(seq_len(nrow(p)), nrow(out)), , drop = FALSE]); out }
draw <- function(sets) sets[sample(nrow(sets), 1), ]
schemes <- list()
add <- function(kind, v, sets, prob, extra) {
  repeat { f <- sets[sample(nrow(sets), 1, prob = prob), ]; if (any(f) && any(!f)) break }
  for (score in c("values", "ranks")) { w <- if (score == "values") v else rank(v)
    p <- share(w, f, sets, prob); cat(kind, length(v), score, nrow(sets), p, "\n")
    schemes[[length(schemes) + 1]] <<- c(list(kind = kind, values = v, first = as.integer(f), scores = score, p = p), extra) }
}
for (prob in c(0.5, 0.3)) { v <- round(rnorm(9), 1); sets <- as.matrix(expand.grid(rep(list(c(FALSE, TRUE)), 9)))
  add("complete", v, sets, apply(sets, 1, function(f) prod(ifelse(f, prob, 1 - prob))), list(probability = prob)) }
sets <- block(9, 4); add("fixed", round(rnorm(9), 1), sets, rep(1, nrow(sets)), list())
sets <- join(list(block(4, 2), block(4, 2), block(4, 2, 2))); add("blocks", round(rnorm(10), 1), sets, rep(1, nrow(sets)), list(sizes = c(4, 4, 4), firsts = c(2, 2, 2)))
sets <- join(list(block(2, 1), block(6, 4), block(2, 1), block(6, 4, 1))); add("blocks", round(rnorm(11)), sets, rep(1, nrow(sets)), list(sizes = c(2, 6), firsts = c(1, 4)))
order <- c(1, 3, 4, 8, 9, 2, 5, 6, 7, 10, 11); sets <- join(list(block(4, 2), block(4, 2, 1), block(2, 1), block(2, 1), block(2, 1)))
back <- sets; back[, order] <- sets
add("strata", round(rnorm(11), 1), back, rep(1, nrow(sets)), list(strata = c(0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1), sizes = c(4, 2), firsts = c(2, 1)))
writeLines(toJSON(list(flips = flips, groups = groups, schemes = schemes), digits = I(17), auto_unbox = TRUE), "expected.json")
cat(sessionInfo()$R.version$version.string, "coin", as.character(packageVersion("coin")), "\n")
