# Normal and normal-inverse-gamma mixtures. Run from this folder: Rscript make.R > raw.txt
# Unknown variance: the posterior is not taken from conjugate formulas but integrated from likelihood times prior.
num <- function(x) sprintf("%.17g", x)
arr <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
rows <- c()
priors <- list(one = rbind(c(1, 0, 2)), robust = rbind(c(.7, -1, .5), c(.3, 0, 10)))
for (name in names(priors)) for (d in list(c(3, 1), c(-1.2, .4), c(8, .7))) {
  p <- priors[[name]]
  marg <- p[, 1] * dnorm(d[1], p[, 2], sqrt(p[, 3]^2 + d[2]^2)); w <- marg / sum(marg)
  v <- 1 / (1 / p[, 3]^2 + 1 / d[2]^2); m <- v * (p[, 2] / p[, 3]^2 + d[1] / d[2]^2); s <- sqrt(v)
  sf <- function(q) sum(w * pnorm(q, m, s, lower.tail = FALSE)); mean <- sum(w * m); sd <- sqrt(sum(w * (v + (m - mean)^2)))
  Q <- function(pr) if (length(w) == 1) qnorm(pr, m, s) else uniroot(function(x) sum(w * pnorm(x, m, s)) - pr, range(qnorm(pr, m, s)) + c(-1e-9, 1e-9), tol = 1e-15)$root
  rows <- c(rows, sprintf('  {"prior": "%s", "estimate": %s, "se": %s, "weights": %s, "mean": %s, "sd": %s, "above": %s, "quantiles": %s}', name, num(d[1]), num(d[2]), arr(w), num(mean), num(sd), arr(sapply(c(-2, 0, 1, 5), sf)), arr(sapply(c(.025, .2, .5, .975), Q))))
  cat("normal", name, d, num(c(mean, sd)), "\n")
}
# normal-inverse-gamma: density of (mu, log s2), integrated numerically
nig <- c()
y <- list(three = c(1, 2, 6), five = c(-2.5, .4, 1.1, -.7, 3.2), eight = c(4.1, 3.7, 5.2, 4.4, 2.9, 6.1, 3.3, 4.8))
nigp <- list(one = rbind(c(1, 0, 1, 1, 4)), two = rbind(c(.6, 0, 1, 1, 4), c(.4, 3, 5, 2.5, 2)))
for (name in names(nigp)) for (s in names(y)) {
  p <- nigp[[name]]; z <- y[[s]]; n <- length(z)
  # prior of s2: inverse gamma; joint density of data and mu for one part, s2 integrated on its logarithm
  joint <- function(mu, k) sapply(mu, function(m) sum(mapply(function(from, to) integrate(function(l) {
    s2 <- exp(l)
    ll <- -n / 2 * log(2 * pi * s2) - sum((z - m)^2) / (2 * s2) + dnorm(m, p[k, 2], sqrt(s2 / p[k, 3]), log = TRUE) +
      p[k, 4] * log(p[k, 5]) - lgamma(p[k, 4]) - (p[k, 4] + 1) * l - p[k, 5] / s2 + l
    exp(ll)
  }, from, to, rel.tol = 1e-12, subdivisions = 5000L)$value, c(-12, -2, -1, 0, 1, 2, 3, 5, 8), c(-2, -1, 0, 1, 2, 3, 5, 8, 20))))
  f <- function(mu) Reduce(`+`, lapply(seq_len(nrow(p)), function(k) p[k, 1] * joint(mu, k)))
  I <- function(g, lo, hi) integrate(g, lo, hi, rel.tol = 1e-10, subdivisions = 2000L)$value
  cuts <- c(-Inf, -20, -5, 0, 2, 4, 8, 25, Inf)
  pieces <- function(g) sum(mapply(function(a, b) I(g, a, b), head(cuts, -1), cuts[-1]))
  total <- pieces(f)
  mean <- pieces(function(m) m * f(m)) / total
  above <- sapply(c(0, 2, 4), function(q) sum(sapply(which(cuts >= q & cuts < Inf), function(i) I(f, cuts[i], cuts[i + 1]))) / total)
  w1 <- p[1, 1] * pieces(function(m) joint(m, 1)) / total
  nig <- c(nig, sprintf('  {"prior": "%s", "sample": "%s", "mean": %s, "above": %s, "first_weight": %s}', name, s, num(mean), arr(above), num(w1)))
  cat("nig", name, s, num(c(mean, above, w1)), "\n")
}
# difference of two means: normal closed form; t by integrate
differ <- c()
for (k in list(list(c(1, .5), c(0, .7), .3), list(c(10, 2), c(9.5, 1), 0), list(c(-3, .1), c(0, 4), -1))) {
  v <- pnorm(k[[3]], k[[1]][1] - k[[2]][1], sqrt(k[[1]][2]^2 + k[[2]][2]^2), lower.tail = FALSE)
  differ <- c(differ, sprintf('  {"first": %s, "second": %s, "margin": %s, "value": %s}', arr(k[[1]]), arr(k[[2]]), num(k[[3]]), num(v)))
}
tdiffer <- c()
for (k in list(list(c(1, 4, 3, 6), c(0, 5, 2.5, 8), .2), list(c(5, 8, 4, 20), c(3, 8, 1, 2), 1))) {
  part <- function(p) c(loc = p[1], scale = sqrt(p[4] / p[3] / p[2]), df = 2 * p[3])
  a <- part(k[[1]]); b <- part(k[[2]])
  g <- function(x) dt((x - b[1]) / b[2], b[3]) / b[2] * pt((x + k[[3]] - a[1]) / a[2], a[3], lower.tail = FALSE)
  v <- sum(mapply(function(lo, hi) integrate(g, lo, hi, rel.tol = 1e-12, subdivisions = 5000L)$value, c(-Inf, -5, 0, 3, 6), c(-5, 0, 3, 6, Inf)))
  tdiffer <- c(tdiffer, sprintf('  {"first": %s, "second": %s, "margin": %s, "value": %s}', arr(k[[1]]), arr(k[[2]]), num(k[[3]]), num(v)))
  cat("t difference", num(v), "\n")
}
# predictive probability of success with known standard error
ppos <- c()
for (k in list(list("one", .5, .9, 0, .975), list("robust", .5, .4, -.5, .9), list("robust", 2, 1, 0, .95))) {
  p <- priors[[k[[1]]]]; now <- p
  f <- function(y) {
    lw <- log(p[, 1]) + dnorm(y, p[, 2], sqrt(p[, 3]^2 + k[[3]]^2), log = TRUE); w <- exp(lw - max(lw)); w <- w / sum(w)
    v <- 1 / (1 / p[, 3]^2 + 1 / k[[3]]^2); m <- v * (p[, 2] / p[, 3]^2 + y / k[[3]]^2)
    sum(w * pnorm(k[[4]], m, sqrt(v), lower.tail = FALSE)) - k[[5]]
  }
  grid <- seq(-100, 100, by = .01); s <- sapply(grid, f) >= 0; change <- which(diff(s) != 0)
  ends <- sapply(change, function(i) uniroot(f, grid[c(i, i + 1)], tol = 1e-14)$root)
  F <- function(y) sum(p[, 1] * pnorm(y, p[, 2], sqrt(p[, 3]^2 + k[[3]]^2)))
  bounds <- c(if (s[1]) -Inf, ends, if (tail(s, 1)) Inf)
  v <- sum(sapply(bounds, F) * rep(c(-1, 1), length.out = length(bounds)))
  ppos <- c(ppos, sprintf('  {"prior": "%s", "future_se": %s, "threshold": %s, "certainty": %s, "value": %s}', k[[1]], num(k[[3]]), num(k[[4]]), num(k[[5]]), num(v)))
  cat("ppos", k[[1]], num(ends), num(v), "\n")
}
writeLines(c('{"normal": [', paste(rows, collapse = ",\n"), '], "nig": [', paste(nig, collapse = ",\n"), '], "differ": [', paste(differ, collapse = ",\n"), '], "t_differ": [', paste(tdiffer, collapse = ",\n"), '], "success": [', paste(ppos, collapse = ",\n"), ']}'), "expected.json")
write.csv(do.call(rbind, lapply(names(y), function(s) data.frame(sample = s, value = sprintf("%.17g", y[[s]])))), "input.csv", row.names = FALSE, quote = FALSE)
cat(sessionInfo()$R.version$version.string, "\n")
